package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.testkit.onnx.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template's model is one that anybody can make again; {@code -Dgolden=update} does. */
class SampleModelFileTest {
    private static final String FILE = "sample-model.onnx";

    @TempDir
    Path folder;

    @Test
    void sampleModel_madeAnew_isTheFile() throws Exception {
        Path made = new TinyModel()
                .input("pixels", TinyModel.FLOAT, List.of(-1L, 3L, 32L, 32L))
                .output("colours", TinyModel.FLOAT, List.of(-1L, 3L))
                .node("GlobalAveragePool", "pixels", "means")
                .node("Flatten", "means", "colours")
                .write(folder, FILE);
        Path kept = Path.of("models", FILE);
        if ("update".equals(System.getProperty("golden"))) {
            Files.write(kept, Files.readAllBytes(made));
        }
        assertThat(kept).hasSameBinaryContentAs(made);
    }
}
