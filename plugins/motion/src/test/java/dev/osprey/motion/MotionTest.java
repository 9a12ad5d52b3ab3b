package dev.osprey.motion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.StageTck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MotionTest extends StageTck {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    /** A second of 25 pictures is learned by default. */
    private static final int LEARNED = 26;

    @Override
    protected StageFactory<?> factory() {
        return new MotionFactory();
    }

    @Override
    protected List<Picture> pictures() throws IOException {
        return Frames.fromClip(Path.of("..", "..", "config", "media", "hall.mp4"), 0, 12, 5);
    }

    @Override
    protected List<String> badSettings() {
        return List.of("threshold: 0", "threshold: 300", "min-area: 101", "relearn: -1", "adapt: 0s", "learn: soon");
    }

    @Test
    void process_stillScene_findsNothing() throws Exception {
        assertThat(run("{}", Frames.movingSquare(WIDTH, HEIGHT, LEARNED + 10, 0)))
                .allSatisfy(results -> {
                    assertThat(boxes(results)).isEmpty();
                    assertThat(percent(results)).isZero();
                });
    }

    @Test
    void process_noisyStillScene_findsNothing() throws Exception {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < LEARNED + 10; i++) {
            int seed = i;
            pictures.add(Frames.painted(WIDTH, HEIGHT, i, (x, y) -> grey(100 + noise(x, y, seed))));
        }
        assertThat(run("{}", pictures))
                .allSatisfy(results -> assertThat(boxes(results)).isEmpty());
    }

    @Test
    void process_whileLearning_reportsNothing() throws Exception {
        List<List<Result>> results = run("{}", Frames.movingSquare(WIDTH, HEIGHT, 1, 20));
        assertThat(results).allSatisfy(found -> assertThat(boxes(found)).isEmpty());
    }

    @Test
    void process_movingSquare_isFoundWhereItIs() throws Exception {
        List<List<Result>> results = run("{}", Frames.movingSquare(WIDTH, HEIGHT, LEARNED, 3));
        for (int i = 0; i < 3; i++) {
            List<Box> boxes = boxes(results.get(LEARNED + i));
            assertThat(boxes).hasSize(1);
            assertThat(boxes.get(0).iou(Frames.squareAt(WIDTH, HEIGHT, i))).isGreaterThan(0.85);
            assertThat(percent(results.get(LEARNED + i))).isBetween(4.0, 6.0);
        }
    }

    @Test
    void process_strongContrast_scoresMoreThanWeak() throws Exception {
        assertThat(scoreOfSquare(0xffffff)).isGreaterThan(scoreOfSquare(0x484848));
    }

    @Test
    void process_lightSwitched_reportsNothingAndLearnsAnew() throws Exception {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 2 * LEARNED; i++) {
            int level = i < LEARNED ? 60 : 160;
            pictures.add(Frames.painted(WIDTH, HEIGHT, i, (x, y) -> grey(level)));
        }
        pictures.add(Frames.painted(WIDTH, HEIGHT, 2 * LEARNED, (x, y) -> grey(x < 80 && y < 80 ? 250 : 160)));

        List<List<Result>> results = run("{}", pictures);

        assertThat(results.subList(0, 2 * LEARNED))
                .allSatisfy(found -> assertThat(boxes(found)).isEmpty());
        assertThat(boxes(results.get(2 * LEARNED))).hasSize(1);
    }

    @Test
    void process_smallerThanMinArea_isIgnored() throws Exception {
        assertThat(run("min-area: 10", Frames.movingSquare(WIDTH, HEIGHT, LEARNED, 3)))
                .allSatisfy(results -> assertThat(boxes(results)).isEmpty());
    }

    @Test
    void process_objectThatStays_becomesBackground() throws Exception {
        List<Picture> pictures = new ArrayList<>(Frames.movingSquare(WIDTH, HEIGHT, LEARNED, 0));
        for (int i = 0; i < 200; i++) {
            pictures.add(
                    Frames.painted(WIDTH, HEIGHT, LEARNED + i * 5L, (x, y) -> x < 60 && y < 60 ? 0x808080 : 0x303030));
        }
        List<List<Result>> results = run("{adapt: 2s}", pictures);

        assertThat(boxes(results.get(LEARNED))).hasSize(1);
        assertThat(boxes(results.get(results.size() - 1))).isEmpty();
    }

    private double scoreOfSquare(int colour) throws Exception {
        List<Picture> pictures = new ArrayList<>(Frames.movingSquare(WIDTH, HEIGHT, LEARNED, 0));
        pictures.add(Frames.painted(WIDTH, HEIGHT, LEARNED, (x, y) -> x < 60 && y < 60 ? colour : 0x303030));
        List<List<Result>> results = run("{}", pictures);
        return ((Result.Detection) results.get(LEARNED).get(0)).score();
    }

    private List<List<Result>> run(String settings, List<Picture> pictures) throws Exception {
        List<List<Result>> results = new ArrayList<>();
        try (StageHarness stage = StageHarness.open(factory(), settings)) {
            for (Picture picture : pictures) {
                results.add(stage.run(picture));
            }
        } finally {
            Frames.release(pictures);
        }
        return results;
    }

    private static List<Box> boxes(List<Result> results) {
        return results.stream()
                .filter(Result.Detection.class::isInstance)
                .map(result -> ((Result.Detection) result).box())
                .toList();
    }

    private static double percent(List<Result> results) {
        return results.stream()
                .filter(Result.Value.class::isInstance)
                .mapToDouble(result -> ((Result.Value) result).number())
                .sum();
    }

    private static int grey(int level) {
        return level << 16 | level << 8 | level;
    }

    /** -8..7, without order. */
    private static int noise(int x, int y, int seed) {
        int mixed = (x * 73856093 ^ y * 19349663 ^ seed * 83492791) * 0x45d9f3b;
        return (mixed >>> 20 & 15) - 8;
    }
}
