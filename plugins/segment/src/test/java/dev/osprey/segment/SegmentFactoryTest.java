package dev.osprey.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.TestContext;
import dev.osprey.testkit.onnx.FixedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with the outputs that exporters write, from the file and the settings to the masks. */
class SegmentFactoryTest {
    @TempDir
    Path folder;

    @Test
    void probability_oneClass_isCutAtTheThreshold() throws Exception {
        float[] map = new float[64];
        map[9] = 0.9f;
        map[10] = 0.7f;
        map[18] = 0.4f;
        FixedModel.planar(8, 8).output("mask", map, 1, 1, 8, 8).write(folder, "m.onnx");
        assertThat(run("layout: probability, labels-file: %s, min-area: 0", labels("cup")))
                .singleElement()
                .satisfies(mask -> {
                    assertThat(mask.label()).isEqualTo("cup");
                    assertThat(mask.score()).isCloseTo(0.8, within(1e-6));
                    assertThat(mask.box()).isEqualTo(new Box(10, 10, 20, 10));
                    assertThat(mask.runs()).containsExactly(0, 2);
                });
        assertThat(run("layout: probability, threshold: 0.3, min-area: 0", ""))
                .singleElement()
                .satisfies(mask -> assertThat(mask.runs()).containsExactly(0, 2, 1, 1));
    }

    @Test
    void logits_pixelAfterPixel_areExclusiveAndScoredBySoftmax() throws Exception {
        // Left half cat (2 against 0 and 0), right half nothing; a dog in one corner.
        float[] map = new float[8 * 8 * 3];
        for (int cell = 0; cell < 64; cell++) {
            map[cell * 3 + (cell % 8 < 4 ? 1 : 0)] = 2;
        }
        map[63 * 3 + 2] = 5;
        FixedModel.interleaved(8, 8).output("out", map, 1, 8, 8, 3).write(folder, "m.onnx");
        double share = Math.exp(2) / (Math.exp(2) + 2);
        double corner = Math.exp(5) / (Math.exp(5) + Math.exp(2) + 1);
        assertThat(run("layout: logits, labels-file: %s", labels("_background_", "cat", "dog")))
                .satisfiesExactly(
                        cat -> {
                            assertThat(cat.label()).isEqualTo("cat");
                            assertThat(cat.score()).isCloseTo(share, within(1e-6));
                            assertThat(cat.box()).isEqualTo(new Box(0, 0, 40, 80));
                        },
                        dog -> {
                            assertThat(dog.label()).isEqualTo("dog");
                            assertThat(dog.score()).isCloseTo(corner, within(1e-6));
                            assertThat(dog.box()).isEqualTo(new Box(70, 70, 10, 10));
                        });
    }

    @Test
    void logits_planesBesideAux_areReadFromOut() throws Exception {
        float[] out = new float[2 * 64];
        Arrays.fill(out, 64, 96, 3);
        FixedModel.planar(8, 8)
                .output("aux", new float[2 * 64], 1, 2, 8, 8)
                .output("out", out, 1, 2, 8, 8)
                .write(folder, "m.onnx");
        assertThat(run("layout: logits, labels-file: %s", labels("background", "lake")))
                .singleElement()
                .satisfies(lake -> assertThat(lake.box()).isEqualTo(new Box(0, 0, 80, 40)));
    }

    @Test
    void logits_outputOfThatName_areRecognisedAtAQuarterOfTheSize() throws Exception {
        float[] map = new float[3 * 4];
        map[4 + 3] = 9;
        FixedModel.planar(8, 8).output("logits", map, 1, 3, 2, 2).write(folder, "m.onnx");
        assertThat(run("labels-file: %s", labels("wall", "door", "floor")))
                .extracting(Result.Mask::label)
                .containsExactly("wall", "door");
        assertThat(run("labels-file: %s, background: wall", labels("wall", "door", "floor")))
                .singleElement()
                .satisfies(door -> assertThat(door.box()).isEqualTo(new Box(40, 40, 40, 40)));
    }

    @Test
    void logits_oneClass_goThroughTheSigmoid() throws Exception {
        float[] map = new float[64];
        Arrays.fill(map, -3);
        Arrays.fill(map, 0, 8, 1);
        FixedModel.planar(8, 8).output("out", map, 1, 1, 8, 8).write(folder, "m.onnx");
        assertThat(run("layout: logits, labels-file: %s", labels("road")))
                .singleElement()
                .satisfies(road -> {
                    assertThat(road.score()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
                    assertThat(road.box()).isEqualTo(new Box(0, 0, 80, 10));
                });
    }

    @Test
    void softmax_strongestClass_hasTheCellWhateverItsShare() throws Exception {
        float[] map = new float[64 * 3];
        for (int cell = 0; cell < 64; cell++) {
            map[cell * 3] = 0.25f;
            map[cell * 3 + 1] = 0.35f;
            map[cell * 3 + 2] = 0.4f;
        }
        FixedModel.interleaved(8, 8).output("out", map, 1, 8, 8, 3).write(folder, "m.onnx");
        assertThat(run("layout: softmax, threshold: 0.9, labels-file: %s", labels("a", "b", "c")))
                .singleElement()
                .satisfies(mask -> {
                    assertThat(mask.label()).isEqualTo("c");
                    assertThat(mask.score()).isCloseTo(0.4, within(1e-6));
                });
    }

    @Test
    void argmax_wholeNumbers_areRecognisedAndUnknownOnesAreNothing() throws Exception {
        long[] map = new long[64];
        Arrays.fill(map, 0, 16, 1);
        Arrays.fill(map, 16, 24, 255);
        FixedModel.planar(8, 8).output("pred", map, 1, 8, 8).write(folder, "m.onnx");
        assertThat(run("labels-file: %s", labels("background", "road", "sky")))
                .singleElement()
                .satisfies(road -> {
                    assertThat(road.label()).isEqualTo("road");
                    assertThat(road.score()).isEqualTo(1);
                    assertThat(road.box()).isEqualTo(new Box(0, 0, 80, 20));
                });
        assertThat(run("background: none, labels-file: %s", labels("background", "road", "sky")))
                .extracting(Result.Mask::label)
                .containsExactly("background", "road");
    }

    @Test
    void argmax_noLabels_asksForThem() {
        FixedModel.planar(8, 8).output("pred", new long[64], 1, 8, 8).write(folder, "m.onnx");
        assertRefused(() -> run("", "")).hasMessageContaining("does not show how many classes there are");
    }

    @Test
    void create_21ClassesWithoutNames_areThoseOfVoc() throws Exception {
        FixedModel.planar(8, 8).output("out", new float[21 * 64], 1, 21, 8, 8).write(folder, "m.onnx");
        try (StageHarness stage = open("layout: logits", "")) {
            assertThat(stage.spec().labels())
                    .hasSize(20)
                    .contains("cat", "person")
                    .doesNotContain("background");
        }
    }

    @Test
    void create_floatsOfUnknownMeaning_asksWithTheCandidates() {
        FixedModel.planar(8, 8).output("out", new float[3 * 64], 1, 3, 8, 8).write(folder, "m.onnx");
        assertRefused(() -> run("", ""))
                .hasMessageContaining("model m.onnx gives out float32[1,3,8,8] for 8 x 8 pixels")
                .hasMessageContaining("that can mean any of 3, and the file does not say which; set `layout`:")
                .hasMessageContaining(" probability of 'out' as nchw: 8 x 8 cells, in each for 3 classes a probability")
                .hasMessageContaining(" logits of 'out'")
                .hasMessageContaining(" softmax of 'out'");
    }

    @Test
    void create_cubeOfUnknownAxes_asksForThem() throws Exception {
        FixedModel.planar(8, 8).output("out", new float[512], 1, 8, 8, 8).write(folder, "m.onnx");
        assertRefused(() -> run("layout: logits", "")).hasMessageContaining("set `axes`:");
        assertThat(run("layout: logits, axes: nhwc", "")).hasSize(1);
    }

    @Test
    void create_twoMaps_asksForTheOutput() throws Exception {
        FixedModel.planar(16, 16)
                .output("coarse", new float[3 * 64], 1, 3, 8, 8)
                .output("fine", new float[3 * 256], 1, 3, 16, 16)
                .write(folder, "m.onnx");
        assertRefused(() -> run("layout: logits", ""))
                .hasMessageContaining("set `output`:")
                .hasMessageContaining("'coarse'")
                .hasMessageContaining("'fine'");
        assertThat(run("layout: logits, output: fine", "")).hasSize(1);
        assertRefused(() -> run("layout: logits, output: finest", ""))
                .hasMessageContaining("there is no output 'finest'");
    }

    @Test
    void create_labelsOfOtherNumber_saysHowManyThereAre() throws Exception {
        FixedModel.planar(8, 8).output("out", new float[3 * 64], 1, 3, 8, 8).write(folder, "m.onnx");
        String labels = labels("cat", "dog");
        assertRefused(() -> run("layout: logits, labels-file: %s", labels))
                .hasMessageContaining("there are 2 labels, so C must be 2")
                .hasMessageContaining("the background among them");
    }

    @Test
    void create_detector_isRefused() {
        FixedModel.planar(8, 8).output("boxes", new float[600], 1, 100, 6).write(folder, "m.onnx");
        assertRefused(() -> run("", "")).hasMessageContaining("segment reads [1,C,H,W], [1,H,W,C] or [1,H,W]");
    }

    @Test
    void create_backgroundNobodyKnows_isRefusedWithTheLabels() throws Exception {
        FixedModel.planar(8, 8).output("out", new float[2 * 64], 1, 2, 8, 8).write(folder, "m.onnx");
        String labels = labels("cat", "dog");
        assertRefused(() -> run("layout: logits, background: sky, labels-file: %s", labels))
                .hasMessage("background must be none or a label of the model, got 'sky'; there are cat, dog");
    }

    @Test
    void run_letterbox_barsAreCutOff() throws Exception {
        float[] all = new float[64];
        Arrays.fill(all, 1);
        FixedModel.planar(8, 8).output("mask", all, 1, 1, 8, 8).write(folder, "m.onnx");
        Picture picture = Frames.solid(80, 20, 0);
        try (StageHarness stage = open("layout: probability, input: {fit: letterbox}", "")) {
            assertThat(masks(stage.run(picture))).singleElement().satisfies(mask -> {
                assertThat(mask.box()).isEqualTo(new Box(0, 0, 80, 20));
                assertThat(mask.columns()).isEqualTo(8);
                assertThat(mask.rows()).isEqualTo(2);
            });
        } finally {
            picture.release();
        }
    }

    @Test
    void run_parent_isSeenWiderAndCutToItsBoxInThePicture() throws Exception {
        // The model finds its inner three quarters, columns and rows 8 to 56 of 64.
        float[] inner = new float[64 * 64];
        for (int cell = 0; cell < inner.length; cell++) {
            inner[cell] = cell % 64 >= 8 && cell % 64 < 56 && cell / 64 >= 8 && cell / 64 < 56 ? 1 : 0;
        }
        FixedModel.planar(64, 64).output("mask", inner, 1, 1, 64, 64).write(folder, "m.onnx");
        Picture picture = Frames.solid(200, 200, 0);
        try (StageHarness stage = open("layout: probability, expand: 2", "")) {
            // Seen is 100 x 100 about (100, 100), found 75 x 75 of it: more than the box.
            Box box = new Box(75, 90, 50, 20);
            assertThat(masks(stage.run(picture, Region.of(box), new Result.Detection("x", 1, box))))
                    .singleElement()
                    .satisfies(mask -> assertThat(mask.box()).isEqualTo(box));
            // Without a parent, the model sees the region as it is.
            assertThat(masks(stage.run(picture, Region.of(new Box(0, 0, 64, 64)))))
                    .singleElement()
                    .satisfies(mask -> assertThat(mask.box()).isEqualTo(new Box(8, 8, 48, 48)));
            Box leaving = new Box(180, 180, 40, 40);
            assertThat(masks(stage.run(picture, Region.of(leaving), new Result.Detection("x", 1, leaving))))
                    .singleElement()
                    .satisfies(mask -> assertThat(mask.box()).isEqualTo(new Box(180, 180, 20, 20)));
            Box outside = new Box(300, 300, 40, 40);
            assertThat(stage.run(picture, Region.of(outside), new Result.Detection("x", 1, outside)))
                    .isEmpty();
        } finally {
            picture.release();
        }
    }

    @Test
    void run_smallMask_isLeftOut() throws Exception {
        float[] map = new float[64];
        map[9] = 1;
        FixedModel.planar(8, 8).output("mask", map, 1, 1, 8, 8).write(folder, "m.onnx");
        assertThat(run("layout: probability, min-area: 0.015", "")).hasSize(1);
        assertThat(run("layout: probability, min-area: 0.016", "")).isEmpty();
    }

    @Test
    void run_fewCellsAllowed_gridIsCoarser() throws Exception {
        float[] all = new float[64 * 64];
        Arrays.fill(all, 1);
        FixedModel.planar(64, 64).output("mask", all, 1, 1, 64, 64).write(folder, "m.onnx");
        assertThat(run("layout: probability, cells: 16", "")).singleElement().satisfies(mask -> assertThat(mask.runs())
                .containsExactly(0, 256));
    }

    /** The masks in a picture of 80 x 80. */
    private List<Result.Mask> run(String settings, String labelsFile) throws Exception {
        Picture picture = Frames.solid(80, 80, 0x808080);
        try (StageHarness stage = open(settings, labelsFile)) {
            return masks(stage.run(picture));
        } finally {
            picture.release();
        }
    }

    private StageHarness open(String settings, String labelsFile) throws Exception {
        String model = folder.resolve("m.onnx").toString();
        String yaml = "{model: " + model + (settings.isEmpty() ? "" : ", " + settings.formatted(labelsFile)) + "}";
        return StageHarness.open(new SegmentFactory(), yaml, TestContext.of("segment"));
    }

    private String labels(String... names) throws IOException {
        return Files.write(folder.resolve(names.length + names[0] + ".txt"), List.of(names))
                .toString();
    }

    private static List<Result.Mask> masks(List<Result> results) {
        return results.stream().map(Result.Mask.class::cast).toList();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG));
    }
}
