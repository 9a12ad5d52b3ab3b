package dev.osprey.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.StageTck;
import dev.osprey.toolkit.decode.Quads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of every stage, kept by text with its default models on boards seen at an angle. */
class TextTest extends StageTck {
    private static final Path CLIP = Path.of("..", "..", "config", "media", "signs.mp4");
    private static final int EXIT = 75;

    @Override
    protected StageFactory<?> factory() {
        return new TextFactory();
    }

    @Override
    protected List<Picture> pictures() throws IOException {
        return Frames.fromClip(CLIP, EXIT, 2, 75);
    }

    @Override
    protected List<String> badSettings() {
        return List.of(
                "detector: no-such-model",
                "detector: ppocr-v4-rec",
                "recogniser: none",
                "recogniser: ppocr-v4-det",
                "orientation: ppocr-v4-rec",
                "side: 16",
                "threshold: 1.5",
                "box-score: -1",
                "unclip: 9",
                "space: 0",
                "max-lines: 0",
                "dictionary: no/such/file.txt",
                "recogniser-input: {std: [0]}");
    }

    @Test
    void process_boardOnItsHead_isReadFromItsOwnTopLeft() throws Exception {
        onExitBoard("{}", (stage, picture) -> {
            List<Result> upright = stage.run(picture);
            List<Result> turned = stage.run(picture, Quads.turned(Region.of(picture), 2));
            assertThat(texts(upright)).containsExactly("EXIT", "Fire assembly point B");
            assertThat(texts(turned)).containsExactlyInAnyOrderElementsOf(texts(upright));
            for (Result result : turned) {
                Point corner = ((Result.TextRegion) result).region().topLeft();
                assertThat(upright).anySatisfy(same -> {
                    assertThat(((Result.TextRegion) same).text()).isEqualTo(((Result.TextRegion) result).text());
                    Point expected = ((Result.TextRegion) same).region().topLeft();
                    assertThat(corner.x()).isCloseTo(expected.x(), within(12.0));
                    assertThat(corner.y()).isCloseTo(expected.y(), within(12.0));
                });
            }
        });
    }

    @Test
    void process_boardOnItsSide_isReadEitherWay() throws Exception {
        onExitBoard("{}", (stage, picture) -> {
            for (int quarters : List.of(1, 3)) {
                List<Result> results = stage.run(picture, Quads.turned(Region.of(picture), quarters));
                assertThat(texts(results)).contains("Fire assembly point B");
            }
        });
    }

    @Test
    void process_withoutDetector_readsTheRegionItself() throws Exception {
        onExitBoard("{detector: none, orientation: none}", (stage, picture) -> {
            Region line =
                    new Region(new Point(245, 367), new Point(676, 406), new Point(672, 447), new Point(241, 414));
            assertThat(stage.run(picture, line)).singleElement().satisfies(result -> {
                assertThat(((Result.TextRegion) result).text()).isEqualTo("Fire assembly point B");
                assertThat(((Result.TextRegion) result).region()).isEqualTo(line);
            });
            assertThat(stage.run(picture, Region.of(new Box(10, 10, 100, 30))))
                    .allSatisfy(result ->
                            assertThat(((Result.TextRegion) result).score()).isLessThan(0.5));
        });
    }

    @Test
    void process_moreLinesThanAllowed_readsTheClearest() throws Exception {
        onExitBoard("{max-lines: 1}", (stage, picture) -> {
            assertThat(stage.run(picture)).hasSize(1);
        });
    }

    @FunctionalInterface
    private interface Work {
        void on(StageHarness stage, Picture picture) throws Exception;
    }

    private void onExitBoard(String settings, Work work) throws Exception {
        try (StageHarness stage = StageHarness.open(factory(), settings)) {
            List<Picture> one = Frames.fromClip(CLIP, EXIT, 1, 1);
            try {
                work.on(stage, one.get(0));
            } finally {
                Frames.release(one);
            }
        }
    }

    private static List<String> texts(List<Result> results) {
        return results.stream()
                .map(result -> ((Result.TextRegion) result).text())
                .toList();
    }
}
