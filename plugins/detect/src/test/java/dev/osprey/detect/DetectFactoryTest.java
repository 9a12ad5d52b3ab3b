package dev.osprey.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Box;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageException;
import dev.osprey.testkit.FakeContext;
import dev.osprey.testkit.FakeInput;
import dev.osprey.testkit.onnx.FixedModel;
import dev.osprey.toolkit.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with the inputs and outputs that exporters write, from the file to the result. */
class DetectFactoryTest {
    /** A side of 64 pixels has 8² + 4² + 2² cells. */
    private static final int CELLS = 84;

    @TempDir
    Path folder;

    @Test
    void create_ultralyticsExport_isRecognisedByItsMetadata() throws Exception {
        float[] columns = new float[6 * 5];
        put(columns, 5, 2, 0.9f, 32, 16, 20, 8);
        Path file = FixedModel.planar(64, 64)
                .output("output0", columns, 1, 6, 5)
                .metadata("task", "detect")
                .metadata("names", "{0: 'cat', 1: 'dog'}")
                .write(folder, "v8.onnx");
        FakeInput picture = FakeInput.of(640, 320);
        try (Stage stage = create(DetectConfig.of(file.toString()), new FakeContext())) {
            assertThat(stage.spec().labels()).containsExactly("cat", "dog");
            assertThat(stage.spec().defaultScore()).isEqualTo(0.4);
            assertThat(stage.spec().kinds()).containsExactly(Result.Kind.DETECTION);
            assertThat(stage.spec().maxConcurrency()).isEqualTo(2);
            assertThat(detections(stage, picture)).singleElement().satisfies(found -> {
                assertThat(found.label()).isEqualTo("cat");
                assertThat(found.score()).isCloseTo(0.9, within(1e-6));
                assertBox(found.box(), 220, 60, 200, 40);
            });
            PixelSpec readAs = picture.readAs();
            assertThat(readAs.order()).isEqualTo(Order.RGB);
            assertThat(readAs.fit()).isEqualTo(Fit.LETTERBOX);
            assertThat(readAs.fill()).isEqualTo(114);
            assertThat(readAs.std()).containsExactly(255, 255, 255);
        }
    }

    @Test
    void create_endToEndExport_isRecognisedAndNotSuppressedAgain() throws Exception {
        float[] rows = new float[300 * 6];
        System.arraycopy(new float[] {10, 10, 30, 30, .8f, 1, 11, 11, 31, 31, .7f, 1}, 0, rows, 0, 12);
        Path file = FixedModel.planar(64, 64)
                .output("output0", rows, 1, 300, 6)
                .metadata("names", "{0: 'cat', 1: 'dog'}")
                .metadata("end2end", "True")
                .write(folder, "e2e.onnx");
        try (Stage stage = create(DetectConfig.of(file.toString()), new FakeContext())) {
            assertThat(detections(stage, FakeInput.of(64, 64)))
                    .extracting(Result.Detection::score)
                    .hasSize(2);
        }
    }

    @Test
    void create_layoutOfTheCatalog_goesWithItsLabelsAndPreprocessing() throws Exception {
        Path file = rows(CELLS, 7, 0.9f, 0.9f).write(folder, "own.onnx");
        FakeContext host = new FakeContext()
                .withLabels("hat", "vest")
                .withProperties(Map.of("layout", "yolov5", "order", "BGR", "fit", "stretch", "std", "1"));
        FakeInput picture = FakeInput.of(64, 64);
        try (Stage stage = create(DetectConfig.of(file.toString()), host)) {
            assertThat(detections(stage, picture))
                    .extracting(Result.Detection::label)
                    .containsExactly("vest");
            PixelSpec readAs = picture.readAs();
            assertThat(readAs.order()).isEqualTo(Order.BGR);
            assertThat(readAs.fit()).isEqualTo(Fit.STRETCH);
            assertThat(readAs.std()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void create_settings_goOverTheCatalog() throws Exception {
        Path file = rows(CELLS, 7, 0.9f, 0.9f).write(folder, "own.onnx");
        FakeContext host = new FakeContext()
                .withLabels("hat", "vest")
                .withProperties(Map.of("layout", "yolov8", "fit", "stretch"));
        FakeInput picture = FakeInput.of(64, 64);
        DetectConfig config = DetectConfig.of(file.toString())
                .withLayout(Layout.YOLOX_DECODED)
                .withInput(Preprocessing.OPEN.withFit(Fit.CROP, 0));
        try (Stage stage = create(config, host)) {
            assertThat(detections(stage, picture)).hasSize(1);
            assertThat(picture.readAs().fit()).isEqualTo(Fit.CROP);
            assertThat(picture.readAs().order()).isEqualTo(Order.BGR);
        }
    }

    @Test
    void create_shapeOfFourMeanings_asksWithTheCandidates() {
        Path file = coco("output").write(folder, "who.onnx");
        assertThatThrownBy(() -> create(DetectConfig.of(file.toString()), new FakeContext()))
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG))
                .hasMessageContaining("model who.onnx gives output float32[1,189,85] for 96 x 96 pixels")
                .hasMessageContaining("that can be any of 4 layouts")
                .hasMessageContaining("set `layout`")
                .hasMessageContaining(" yolox (")
                .hasMessageContaining(" yolox-decoded (")
                .hasMessageContaining(" yolov5 (")
                .hasMessageContaining(" yolov8 (");
    }

    @Test
    void create_wrongLayoutDeclared_namesTheRightOne() {
        Path file = FixedModel.planar(64, 64)
                .output("output0", new float[6 * CELLS], 1, 6, CELLS)
                .write(folder, "yolo.onnx");
        assertThatThrownBy(() -> create(
                        DetectConfig.of(file.toString()).withLayout(Layout.NANODET),
                        new FakeContext().withLabels("cat", "dog")))
                .hasMessage(
                        "model yolo.onnx gives output0 float32[1,6,84] for 64 x 64 pixels; layout 'nanodet' wants six"
                                + " outputs, for each stride 8, 16, 32 the classes' scores [cells, classes] and the boxes' sides"
                                + " [cells, 44]; set `layout: yolov8`");
    }

    @Test
    void create_outputsOfNoLayout_listsThem() {
        Path file = FixedModel.planar(64, 64)
                .output("758", new float[85 * 4], 1, 85, 2, 2)
                .write(folder, "fastest.onnx");
        assertThatThrownBy(() -> create(DetectConfig.of(file.toString()), new FakeContext()))
                .hasMessageContaining("no layout of detect has such outputs; there are nanodet (")
                .hasMessageContaining("end-to-end (");
    }

    @Test
    void create_modelForAnotherTask_isRefused() {
        Path file = FixedModel.planar(64, 64)
                .output("output0", new float[6 * CELLS], 1, 6, CELLS)
                .metadata("task", "segment")
                .write(folder, "seg.onnx");
        assertThatThrownBy(() -> create(DetectConfig.of(file.toString()), new FakeContext()))
                .hasMessageContaining("its task is 'segment', not 'detect'");
    }

    @Test
    void create_unknownLayoutInTheCatalog_listsTheNearestFirst() {
        Path file = rows(CELLS, 7, 0.9f, 0.9f).write(folder, "own.onnx");
        assertThatThrownBy(() -> create(
                        DetectConfig.of(file.toString()),
                        new FakeContext().withProperties(Map.of("layout", "yolov5s"))))
                .hasMessageContaining("property layout must be one of yolov5, ")
                .hasMessageContaining("got 'yolov5s'");
    }

    @Test
    void create_otherNumberOfLabelsThanClasses_isRefused() throws Exception {
        Path file = rows(CELLS, 7, 0.9f, 0.9f).write(folder, "two.onnx");
        Path labels = Files.writeString(folder.resolve("three.txt"), "a\nb\nc\n");
        DetectConfig config =
                DetectConfig.of(file.toString()).withLayout(Layout.YOLOV5).withLabelsFile(labels.toString());
        assertThatThrownBy(() -> create(config, new FakeContext()))
                .hasMessageContaining("which has 2 classes; there are 3 labels (a … c): set `labels-file`");
    }

    @Test
    void create_eightyClassesWithoutLabels_areCocos() throws Exception {
        Path file = coco("output").write(folder, "coco.onnx");
        try (Stage stage = create(DetectConfig.of(file.toString()).withLayout(Layout.YOLOV5), new FakeContext())) {
            assertThat(stage.spec().labels()).hasSize(80).startsWith("person").endsWith("toothbrush");
        }
    }

    @Test
    void create_sizeLeftOpen_isAskedForAndTaken() throws Exception {
        Path file = FixedModel.planar(-1, -1)
                .output("output0", new float[6 * CELLS], 1, 6, CELLS)
                .metadata("names", "['cat', 'dog']")
                .write(folder, "open.onnx");
        assertThatThrownBy(() -> create(DetectConfig.of(file.toString()), new FakeContext()))
                .hasMessageContaining("set `size: [width, height]`");
        FakeInput picture = FakeInput.of(64, 64);
        try (Stage stage = create(
                DetectConfig.of(file.toString()).withInput(Preprocessing.OPEN.withSize(128, 64)), new FakeContext())) {
            assertThat(detections(stage, picture)).isEmpty();
            assertThat(picture.readAs().width()).isEqualTo(128);
            assertThat(picture.readAs().height()).isEqualTo(64);
        }
    }

    @Test
    void process_regionAndBoxBeyondIt_isMappedBackAndCutAtThePicturesEdge() throws Exception {
        float[] columns = new float[6 * 5];
        put(columns, 5, 0, 0.9f, 60, 32, 40, 32);
        Path file = FixedModel.planar(64, 64)
                .output("output0", columns, 1, 6, 5)
                .metadata("names", "['cat', 'dog']")
                .write(folder, "edge.onnx");
        Region right = Region.of(new Box(100, 0, 100, 100));
        try (Stage stage = create(DetectConfig.of(file.toString()), new FakeContext())) {
            assertThat(detections(stage, FakeInput.of(200, 100).withRegion(right)))
                    .singleElement()
                    .satisfies(found -> assertBox(found.box(), 162.5, 25, 37.5, 50));
        }
    }

    @Test
    void process_overlapsOfOneClass_leaveTheBest() throws Exception {
        float[] columns = new float[6 * 5];
        put(columns, 5, 0, 0.8f, 32, 32, 20, 20);
        put(columns, 5, 1, 0.9f, 33, 32, 20, 20);
        put(columns, 5, 2, 0.005f, 10, 10, 5, 5);
        put(columns, 5, 3, Float.NaN, 10, 10, 5, 5);
        put(columns, 5, 4, 0.7f, Float.POSITIVE_INFINITY, 10, 5, 5);
        Path file = FixedModel.planar(64, 64)
                .output("output0", columns, 1, 6, 5)
                .metadata("names", "['cat', 'dog']")
                .write(folder, "overlap.onnx");
        try (Stage stage = create(DetectConfig.of(file.toString()), new FakeContext())) {
            assertThat(detections(stage, FakeInput.of(64, 64)))
                    .extracting(found -> (float) found.score())
                    .containsExactly(0.9f);
        }
    }

    @Test
    void config_valuesOutOfRange_areRefusedInWords() {
        assertThatThrownBy(() -> new DetectConfig("m", null, 1.5, Preprocessing.OPEN, null))
                .hasMessage("iou must be in 0..1, got 1.5");
    }

    /** Rows [1, count, width] of which one holds a box of the last class. */
    private static FixedModel rows(int count, int width, float objectness, float score) {
        float[] rows = new float[count * width];
        int at = 3 * width;
        System.arraycopy(new float[] {32, 32, 20, 10, objectness}, 0, rows, at, 5);
        rows[at + width - 1] = score;
        return FixedModel.planar(64, 64).output("output", rows, 1, count, width);
    }

    /** As many rows as the maps of 96 x 96 pixels have cells, of eighty classes. */
    private static FixedModel coco(String output) {
        return FixedModel.planar(96, 96).output(output, new float[189 * 85], 1, 189, 85);
    }

    /** Puts a box of the first class into [6, count]. */
    private static void put(float[] columns, int count, int at, float score, float... box) {
        for (int i = 0; i < 4; i++) {
            columns[i * count + at] = box[i];
        }
        columns[4 * count + at] = score;
    }

    private static void assertBox(Box box, double x, double y, double width, double height) {
        assertThat(new double[] {box.x(), box.y(), box.width(), box.height()})
                .containsExactly(new double[] {x, y, width, height}, within(1e-3));
    }

    private static Stage create(DetectConfig config, FakeContext host) throws Exception {
        return new DetectFactory().create(config, host);
    }

    private static List<Result.Detection> detections(Stage stage, FakeInput picture) throws Exception {
        return stage.process(Batch.of(picture)).get(0).results().stream()
                .map(Result.Detection.class::cast)
                .toList();
    }
}
