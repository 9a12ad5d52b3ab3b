package dev.osprey.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DeepLab v3 as TensorFlow exports it, read by declaration alone, on labelled photographs. */
class ConformanceTest {
    private static final String SYMMETRIC = "input: {mean: [127.5], std: [127.5]}";
    private static final String AS_IT_COMES = "input: {mean: [0], std: [1]}";

    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void findFolder() {
        String given = System.getProperty("conformance.dir", "");
        assumeFalse(given.isEmpty(), "run with -Dconformance.dir=FOLDER to hold segment against a real model");
        folder = Path.of(given);
    }

    @Test
    void deeplab_photographOfACat_isMostlyCat() throws Exception {
        Picture picture = Frames.fromPicture(folder.resolve("images").resolve("kitten_224.png"));
        try (StageHarness stage = deeplab(SYMMETRIC)) {
            assertThat(stage.run(picture)).singleElement().isInstanceOfSatisfying(Result.Mask.class, cat -> {
                assertThat(cat.label()).isEqualTo("cat");
                assertThat(cat.score()).isGreaterThan(0.8);
                assertThat(cat.box().area()).isGreaterThan(0.4 * picture.width() * picture.height());
            });
        } finally {
            picture.release();
        }
    }

    @Test
    void deeplab_labelledPhotographs_findsWhatIsAnnotated() throws Exception {
        ClassOverlap overlap = overlap(SYMMETRIC);
        System.out.printf("%smean         %.3f%n", overlap, overlap.mean());
        assertOverlap(overlap.of("person"), 0.516);
        assertOverlap(overlap.of("bicycle"), 0.702);
        assertOverlap(overlap.of("bus"), 0.601);
        assertOverlap(overlap.of("diningtable"), 0.652);
        assertOverlap(overlap.mean(), 0.277);
    }

    @Test
    void deeplab_fedAsThePixelsCome_findsNothing() throws Exception {
        assertThat(overlap(AS_IT_COMES).mean()).isLessThan(0.02);
    }

    /** Against what a program in another language found, which enlarges the logits to the picture's own pixels. */
    private static void assertOverlap(double actual, double independent) {
        assertThat(actual).isCloseTo(independent, within(0.02));
    }

    private StageHarness deeplab(String input) throws Exception {
        Path labels = Files.write(temporary.resolve("voc.txt"), ClassLabels.VOC);
        Path model = folder.resolve("models").resolve("deeplab_v3_voc.onnx").toAbsolutePath();
        return StageHarness.open(
                new SegmentFactory(),
                "{model: %s, layout: logits, labels-file: %s, %s}".formatted(model, labels, input));
    }

    private ClassOverlap overlap(String input) throws Exception {
        ClassOverlap overlap = new ClassOverlap();
        Path pictures = folder.resolve("images").resolve("tinycoco");
        try (StageHarness stage = deeplab(input)) {
            for (String part : List.of("train2017", "val2017")) {
                overlap.addTruth(pictures.resolve("annotations").resolve("instances_" + part + ".json"));
                for (Path file : files(pictures.resolve("images").resolve(part))) {
                    Picture picture = Frames.fromPicture(file);
                    try {
                        List<Result.Mask> masks = new ArrayList<>();
                        stage.run(picture, Region.of(picture)).forEach(result -> masks.add((Result.Mask) result));
                        overlap.add(
                                file.getFileName().toString(),
                                picture.width(),
                                picture.height(),
                                stage.spec().labels(),
                                masks);
                    } finally {
                        picture.release();
                    }
                }
            }
        }
        return overlap;
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
