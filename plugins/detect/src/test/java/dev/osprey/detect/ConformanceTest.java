package dev.osprey.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Batch;
import dev.osprey.spi.Region;
import dev.osprey.spi.Stage;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real weights on labelled photographs, as well as an independent evaluator has found them. */
class ConformanceTest {
    private Path folder = Path.of("");

    @BeforeEach
    void findFolder() {
        String given = System.getProperty("conformance.dir", "");
        assumeFalse(given.isEmpty(), "run with -Dconformance.dir=FOLDER to hold detect against real models");
        folder = Path.of(given);
    }

    @Test
    void yoloxNano_labelledPictures_isWithinAPoint() throws Exception {
        DetectConfig config = DetectConfig.of(model("yolox_nano.onnx")).withLayout(Layout.YOLOX);
        assertPrecision(new DetectFactory().create(config, TestContext.of("detect")), 38.6, 24.9);
    }

    @Test
    void nanodet_labelledPictures_isWithinAPoint() throws Exception {
        assertPrecision(new DetectFactory().create(DetectConfig.of("nanodet"), TestContext.of("detect")), 36.3, 23.8);
    }

    @Test
    void fastestDet_decodedByAPlugin_isWithinAPoint() throws Exception {
        assertPrecision(new FastestDetStage(TestContext.of("fastest"), model("FastestDet.onnx")), 20.6, 11.5);
    }

    private String model(String file) {
        return folder.resolve("models").resolve(file).toAbsolutePath().toString();
    }

    private void assertPrecision(Stage opened, double ap50, double ap) throws Exception {
        AveragePrecision precision = new AveragePrecision();
        Path pictures = folder.resolve("images").resolve("tinycoco");
        try (Stage stage = opened) {
            for (String part : List.of("train2017", "val2017")) {
                precision.addTruth(pictures.resolve("annotations").resolve("instances_" + part + ".json"));
                try (Stream<Path> files = Files.list(pictures.resolve("images").resolve(part))) {
                    for (Path file : files.sorted().toList()) {
                        Picture picture = Frames.fromPicture(file);
                        try {
                            precision.addFound(
                                    file.getFileName().toString(),
                                    stage.process(Batch.of(
                                                    StageHarness.input(picture, Region.of(picture), Optional.empty())))
                                            .get(0)
                                            .results());
                        } finally {
                            picture.release();
                        }
                    }
                }
            }
        }
        System.out.printf("AP50 %.1f, AP %.1f%n", precision.at(0.5), precision.mean());
        assertThat(precision.at(0.5)).as("AP50").isCloseTo(ap50, within(1.0));
        assertThat(precision.mean()).as("AP").isCloseTo(ap, within(1.0));
    }
}
