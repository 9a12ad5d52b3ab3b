package dev.osprey.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Box;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageException;
import dev.osprey.testkit.FakeContext;
import dev.osprey.testkit.FakeInput;
import dev.osprey.testkit.onnx.FixedModel;
import dev.osprey.toolkit.Preprocessing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with the inputs and outputs that exporters write, from the file to the result. */
class PoseFactoryTest {
    /** A side of 64 pixels has 8² + 4² + 2² cells. */
    private static final int CELLS = 84;

    private static final int POINTS = 17;

    @TempDir
    Path folder;

    @Test
    void create_moveNetWithoutDescription_isRecognisedAndNamedAfterCoco() throws Exception {
        Path file = moveNet(POINTS).write(folder, "movenet.onnx");
        FakeInput picture = FakeInput.of(640, 320);
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            assertThat(stage.spec().labels()).containsExactly("person");
            assertThat(stage.spec().defaultScore()).isEqualTo(0.3);
            assertThat(stage.spec().kinds()).containsExactly(Result.Kind.KEYPOINTS);
            assertThat(stage.spec().maxConcurrency()).isEqualTo(2);
            Result.Keypoints found = find(stage, picture).get(0);
            assertThat(found.label()).isEqualTo("person");
            assertThat(found.points()).extracting(Result.Keypoint::name).startsWith("nose", "left eye", "right eye");
            // The point is in the middle, a quarter from the top, of what was read: the whole picture.
            assertPoint(found.points().get(0), 320, 80, 0.5);
            assertThat(found.score()).isCloseTo(0.5, within(1e-6));
        }
        assertThat(picture.readAs().fit()).isEqualTo(Fit.LETTERBOX);
        assertThat(picture.readAs().type()).isEqualTo(PixelSpec.Type.I32);
        assertThat(picture.readAs().fill()).isZero();
    }

    @Test
    void process_boxOfAnEarlierStage_isReadWithItsMargin() throws Exception {
        Path file = moveNet(POINTS).write(folder, "movenet.onnx");
        FakeInput picture = personAt(new Box(100, 50, 40, 80));
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            assertPoint(find(stage, picture).get(0).points().get(0), 120, 65, 0.5);
        }
        assertBox(picture.readRegion().bounds(), 95, 40, 50, 100);
        try (Stage stage = create(PoseConfig.of(file.toString()).withMargin(1), new FakeContext())) {
            find(stage, picture);
        }
        assertBox(picture.readRegion().bounds(), 100, 50, 40, 80);
    }

    @Test
    void process_wholePictures_followsThePersonUnlessToldNotTo() throws Exception {
        // Two points: in the middle, a quarter and a half from the top.
        Path file = FixedModel.wholeNumbers(64, 64)
                .output("points", new float[] {0.25f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f}, 1, 1, 2, 3)
                .write(folder, "two.onnx");
        PoseConfig config = PoseConfig.of(file.toString()).withPoints(List.of("head", "tail"));
        FakeInput first = FakeInput.of(640, 320);
        FakeInput second = first.at(40_000);
        FakeInput crop = personAt(new Box(0, 0, 100, 100));
        try (Stage stage = create(config.withMargin(1), new FakeContext())) {
            find(stage, first);
            find(stage, second);
            find(stage, crop);
        }
        assertBox(first.readRegion().bounds(), 0, 0, 640, 320);
        assertBox(second.readRegion().bounds(), 320 - 64, 120 - 64, 128, 128);
        assertBox(crop.readRegion().bounds(), 0, 0, 100, 100);
        try (Stage stage = create(config.withFollow(false), new FakeContext())) {
            find(stage, first);
            find(stage, second);
        }
        assertBox(second.readRegion().bounds(), 0, 0, 640, 320);
    }

    @Test
    void create_simccByNames_isRecognisedAndWidensTheCrop() throws Exception {
        float[] x = new float[2 * 96];
        float[] y = new float[2 * 128];
        x[24] = 0.9f;
        y[32] = 0.7f;
        x[96 + 48] = 0.6f;
        y[128 + 64] = 0.8f;
        // The order of the outputs is the exporter's; the names tell them apart.
        Path file = FixedModel.planar(48, 64)
                .output("simcc_y", y, 1, 2, 128)
                .output("simcc_x", x, 1, 2, 96)
                .write(folder, "rtmpose.onnx");
        FakeInput picture = personAt(new Box(100, 50, 30, 80));
        PoseConfig config = PoseConfig.of(file.toString()).withPoints(List.of("head", "tail"));
        try (Stage stage = create(config, new FakeContext())) {
            List<Result.Keypoint> points = find(stage, picture).get(0).points();
            assertThat(points).extracting(Result.Keypoint::name).containsExactly("head", "tail");
            // Three to four about the box, a quarter larger: from 77.5, 40; 75 x 100 in 48 x 64.
            assertBox(picture.readRegion().bounds(), 77.5, 40, 75, 100);
            assertPoint(points.get(0), 77.5 + 75 / 4.0, 40 + 100 / 4.0, 0.7);
            assertPoint(points.get(1), 77.5 + 75 / 2.0, 40 + 100 / 2.0, 0.6);
        }
        assertThat(picture.readAs().mean()).containsExactly(123.675, 116.28, 103.53);
        assertThat(picture.readAs().order()).isEqualTo(Order.RGB);
    }

    @Test
    void create_simccOfASquareInputWithoutNames_takesTheColumnsFirst() throws Exception {
        float[] first = new float[128];
        float[] second = new float[128];
        first[32] = 0.9f;
        second[64] = 0.9f;
        Path file = FixedModel.planar(64, 64)
                .output("1033", first, 1, 1, 128)
                .output("1034", second, 1, 1, 128)
                .write(folder, "square.onnx");
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            Result.Keypoint point =
                    find(stage, FakeInput.of(64, 64)).get(0).points().get(0);
            assertThat(point.name()).isEqualTo("point 0");
            assertPoint(point, 16, 32, 0.9);
        }
    }

    @Test
    void create_moveNetMulti_findsEachPersonWithItsOwnScore() throws Exception {
        float[] people = new float[6 * 56];
        person(people, 0, 0.25f, 0.6f);
        person(people, 1, 0.75f, 0.8f);
        person(people, 2, 0.5f, 0.01f);
        Path file = FixedModel.wholeNumbers(256, 192)
                .output("people", people, 1, 6, 56)
                .write(folder, "multi.onnx");
        FakeInput picture = personAt(new Box(100, 50, 40, 80));
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            List<Result.Keypoints> found = find(stage, picture);
            assertThat(found).extracting(one -> (float) one.score()).containsExactly(0.8f, 0.6f);
            assertPoint(found.get(0).points().get(16), 130, 110, 0.5);
            assertPoint(found.get(1).points().get(16), 110, 70, 0.5);
        }
        assertBox(picture.readRegion().bounds(), 100, 50, 40, 80);
    }

    @Test
    void create_ultralyticsExport_isReadByItsMetadata() throws Exception {
        float[] columns = new float[(4 + 2 + 2 * 3) * CELLS];
        put(columns, 7, 32, 32, 20, 20, 0.1f, 0.9f, 30, 16, 0.8f, 40, 48, 0.7f);
        put(columns, 9, 33, 32, 20, 20, 0.1f, 0.8f, 1, 1, 0.8f, 2, 2, 0.7f);
        Path file = FixedModel.planar(64, 64)
                .output("output0", columns, 1, 12, CELLS)
                .metadata("task", "pose")
                .metadata("names", "{0: 'cow', 1: 'dog'}")
                .metadata("kpt_shape", "[2, 3]")
                .write(folder, "yolo.onnx");
        FakeInput picture = FakeInput.of(640, 640);
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            assertThat(stage.spec().labels()).containsExactly("cow", "dog");
            assertThat(find(stage, picture)).singleElement().satisfies(found -> {
                assertThat(found.label()).isEqualTo("dog");
                assertPoint(found.points().get(0), 300, 160, 0.8);
                assertPoint(found.points().get(1), 400, 480, 0.7);
            });
        }
        assertThat(picture.readAs().fill()).isEqualTo(114);
        assertThat(picture.readAs().std()).containsExactly(255, 255, 255);
    }

    @Test
    void create_endToEndExport_isRecognisedByItsShape() throws Exception {
        float[] rows = new float[300 * 57];
        Arrays.fill(rows, 0, 57, 0.5f);
        System.arraycopy(new float[] {10, 10, 30, 30, .8f, 0, 15, 16, .5f}, 0, rows, 0, 9);
        System.arraycopy(new float[] {10, 10, 30, 30, .7f, 1, 15, 16, .5f}, 0, rows, 57, 9);
        Path file =
                FixedModel.planar(64, 64).output("output0", rows, 1, 300, 57).write(folder, "e2e.onnx");
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            assertThat(find(stage, FakeInput.of(64, 64)))
                    .as("a class that has no name is left out")
                    .singleElement()
                    .satisfies(found -> assertPoint(found.points().get(0), 15, 16, 0.5));
        }
    }

    @Test
    void create_shapeOfTwoMeanings_asksWithTheCandidates() {
        Path file = twofold("who.onnx", null);
        assertThatThrownBy(() -> create(PoseConfig.of(file.toString()), new FakeContext()))
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG))
                .hasMessageContaining("model who.onnx gives output0 float32[1,300,57] for 64 x 64 pixels")
                .hasMessageContaining("that can be any of 2 layouts")
                .hasMessageContaining(" yolo-pose (")
                .hasMessageContaining(" yolo-pose-end-to-end (");
    }

    @Test
    void create_shapeOfTwoMeanings_isSettledByMetadataOrSetting() throws Exception {
        Path said = twofold("said.onnx", "True");
        create(PoseConfig.of(said.toString()), new FakeContext()).close();
        Path open = twofold("open.onnx", null);
        create(PoseConfig.of(open.toString()).withLayout(Layout.YOLO_POSE), new FakeContext())
                .close();
        create(
                        PoseConfig.of(open.toString()),
                        new FakeContext().withProperties(Map.of("layout", "yolo-pose-end-to-end")))
                .close();
    }

    @Test
    void create_wrongLayoutDeclared_namesTheRightOne() {
        Path file = moveNet(POINTS).write(folder, "movenet.onnx");
        assertThatThrownBy(() -> create(PoseConfig.of(file.toString()).withLayout(Layout.SIMCC), new FakeContext()))
                .hasMessageContaining("layout 'simcc' wants two outputs")
                .hasMessageEndingWith("set `layout: movenet`");
    }

    @Test
    void create_outputsOfNoLayout_listsThem() {
        Path file = FixedModel.planar(64, 64)
                .output("heat", new float[17 * 16 * 16], 1, 17, 16, 16)
                .write(folder, "heatmaps.onnx");
        assertThatThrownBy(() -> create(PoseConfig.of(file.toString()), new FakeContext()))
                .hasMessageContaining(
                        "no layout of pose has such outputs (with 17 points of 3 numbers and 1 class); there are movenet (")
                .hasMessageContaining("yolo-pose-end-to-end (");
    }

    @Test
    void create_modelForAnotherTask_isRefused() {
        Path file = FixedModel.planar(64, 64)
                .output("output0", new float[84 * CELLS], 1, 84, CELLS)
                .metadata("task", "detect")
                .write(folder, "detector.onnx");
        assertThatThrownBy(() -> create(PoseConfig.of(file.toString()), new FakeContext()))
                .hasMessageContaining("its task is 'detect', not 'pose'");
    }

    @Test
    void create_unreadableMetadata_isRefused() {
        Path file = moveNet(POINTS).metadata("kpt_shape", "many").write(folder, "odd.onnx");
        assertThatThrownBy(() -> create(PoseConfig.of(file.toString()), new FakeContext()))
                .hasMessageContaining("kpt_shape must be as [17, 3]")
                .hasMessageContaining("got 'many'");
    }

    @Test
    void create_unknownLayoutInTheCatalog_listsThem() {
        Path file = moveNet(POINTS).write(folder, "movenet.onnx");
        assertThatThrownBy(() -> create(
                        PoseConfig.of(file.toString()),
                        new FakeContext().withProperties(Map.of("layout", "movenet-many"))))
                .hasMessageContaining("property layout must be one of movenet-multi, movenet, ")
                .hasMessageContaining("got 'movenet-many'");
    }

    @Test
    void create_otherNumberOfNamesThanPoints_isRefused() {
        Path file = moveNet(POINTS).write(folder, "movenet.onnx");
        assertThatThrownBy(() ->
                        create(PoseConfig.of(file.toString()).withPoints(List.of("head", "tail")), new FakeContext()))
                .hasMessageContaining("which has 17 points; there are 2 names (head … tail): set `points`");
    }

    @Test
    void create_namesOfTheCatalog_areTaken() throws Exception {
        Path file = moveNet(2).write(folder, "own.onnx");
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext().withLabels("tip", "heel"))) {
            assertThat(find(stage, FakeInput.of(64, 64)).get(0).points())
                    .extracting(Result.Keypoint::name)
                    .containsExactly("tip", "heel");
        }
    }

    @Test
    void create_inputSettings_goOverTheLayouts() throws Exception {
        Path file = moveNet(POINTS).write(folder, "movenet.onnx");
        FakeInput picture = FakeInput.of(64, 64);
        PoseConfig config = PoseConfig.of(file.toString()).withInput(Preprocessing.OPEN.withFit(Fit.STRETCH, 9));
        try (Stage stage = create(config, new FakeContext())) {
            find(stage, picture);
        }
        assertThat(picture.readAs().fit()).isEqualTo(Fit.STRETCH);
    }

    @Test
    void process_coordinateThatIsNoNumber_isLeftOut() throws Exception {
        Path file = FixedModel.wholeNumbers(64, 64)
                .output("points", new float[] {0.5f, Float.NaN, 0.9f}, 1, 1, 1, 3)
                .write(folder, "broken.onnx");
        try (Stage stage = create(PoseConfig.of(file.toString()), new FakeContext())) {
            assertThat(find(stage, FakeInput.of(64, 64))).isEmpty();
        }
    }

    @Test
    void config_valuesOutOfRange_areRefusedInWords() {
        PoseConfig config = PoseConfig.of("m");
        assertThatThrownBy(() -> config.withMargin(0.5)).hasMessage("margin must be in 1..4, got 0.5");
        assertThatThrownBy(() -> config.withIou(1.5)).hasMessage("iou must be in 0..1, got 1.5");
    }

    private static FakeInput personAt(Box box) {
        return FakeInput.of(640, 320).withParent(new Result.Detection("person", 1, box));
    }

    /** Every point in the middle, a quarter from the top. */
    private static FixedModel moveNet(int points) {
        float[] values = new float[points * 3];
        for (int i = 0; i < points; i++) {
            System.arraycopy(new float[] {0.25f, 0.5f, 0.5f}, 0, values, 3 * i, 3);
        }
        return FixedModel.wholeNumbers(64, 64).output("points", values, 1, 1, points, 3);
    }

    /** Rows of 57 numbers: four and two classes, or six and one, before 51 of the points. */
    private Path twofold(String name, @org.jspecify.annotations.Nullable String endToEnd) {
        FixedModel model = FixedModel.planar(64, 64)
                .output("output0", new float[300 * 57], 1, 300, 57)
                .metadata("names", "{0: 'cat', 1: 'dog'}");
        return (endToEnd == null ? model : model.metadata("end2end", endToEnd)).write(folder, name);
    }

    /** All points at one place, of score one half. */
    private static void person(float[] people, int row, float at, float score) {
        for (int i = 0; i < POINTS; i++) {
            System.arraycopy(new float[] {at, at, 0.5f}, 0, people, row * 56 + 3 * i, 3);
        }
        people[row * 56 + 55] = score;
    }

    private static void put(float[] columns, int at, float... values) {
        for (int i = 0; i < values.length; i++) {
            columns[i * CELLS + at] = values[i];
        }
    }

    private static void assertPoint(Result.Keypoint point, double x, double y, double score) {
        assertThat(new double[] {point.x(), point.y(), point.score()})
                .containsExactly(new double[] {x, y, score}, within(1e-3));
    }

    private static void assertBox(Box box, double x, double y, double width, double height) {
        assertThat(new double[] {box.x(), box.y(), box.width(), box.height()})
                .containsExactly(new double[] {x, y, width, height}, within(1e-9));
    }

    private static Stage create(PoseConfig config, FakeContext host) throws Exception {
        return new PoseFactory().create(config, host);
    }

    private static List<Result.Keypoints> find(Stage stage, FakeInput picture) throws Exception {
        return stage.process(Batch.of(picture)).get(0).results().stream()
                .map(Result.Keypoints.class::cast)
                .toList();
    }
}
