package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageException;
import dev.osprey.testkit.FakeContext;
import dev.osprey.testkit.onnx.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
    @TempDir
    Path folder;

    @Test
    void open_model_saysWhatTheFileSays() throws Exception {
        Path file = TinyModel.of("Identity", TinyModel.FLOAT, List.of(-1L, 3L, 4L, 6L), List.of(-1L, 3L, 4L, 6L))
                .metadata("names", "{0: 'cat'}")
                .write(folder, "tiny.onnx");
        try (OnnxModel model = open(file)) {
            assertThat(model.inputs()).hasToString("[in float32[?,3,4,6]]");
            assertThat(model.describeOutputs()).isEqualTo("model tiny.onnx gives out float32[?,3,4,6]");
            assertThat(model.metadata().names()).contains(List.of("cat"));
            PixelSpec pixels = model.pixels(Preprocessing.OPEN, Preprocessing.OPEN);
            assertThat(pixels).isEqualTo(PixelSpec.tensor(6, 4));
            assertThat(model.probe(pixels, 2)).hasToString("[out float32[2,3,4,6]]");
        }
    }

    @Test
    void open_whatIsNoModel_saysWhatItIs() throws Exception {
        assertRefused(folder.resolve("none.onnx"), "does not exist");
        assertRefused(folder, "is no file; name the .onnx file itself");
        assertRefused(written("empty.onnx"), "is empty");
        assertRefused(written("lfs.onnx", "version https://git-lfs.github.com/spec/v1\n"), "git lfs pull");
        assertRefused(written("torch.onnx", "PK\u0003\u0004"), "PyTorch");
        assertRefused(written("lite.onnx", "\u001c\u0000\u0000\u0000TFL3"), "TensorFlow Lite");
        assertRefused(written("page.onnx", "\n<!DOCTYPE html>"), "web page");
        assertRefused(
                written("noise.onnx", "nothing that anybody could read"), "it is not ONNX, or the file is cut short");
    }

    @Test
    void open_fileCutShort_isRefused() throws Exception {
        byte[] whole = Files.readAllBytes(
                TinyModel.of("Relu", TinyModel.FLOAT, List.of(1L, 3L, 4L, 4L), List.of(1L, 3L, 4L, 4L))
                        .write(folder, "whole.onnx"));
        Path half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(half, "cannot be loaded");
    }

    @Test
    void open_operatorThatTheDeviceLacks_isRefused() {
        Path file = TinyModel.of("Relu", TinyModel.INT64, List.of(1L, 3L, 4L, 4L), List.of(1L, 3L, 4L, 4L))
                .write(folder, "longs.onnx");
        assertRefused(file, "an operator that ONNX Runtime does not have on this device");
    }

    @Test
    void refusal_ofEachKind_saysWhatToDo() {
        assertAdvice("Could not find an implementation for ConvInteger(10) node", "quantise it statically");
        assertAdvice(
                "Unsupported model IR version: 99, max supported IR version: 11", "export it with opset 17 or lower");
        assertAdvice("Failed to load external data file: weights.bin", "which must stand beside it");
        assertAdvice("something new", "ONNX Runtime refuses it");
    }

    private static void assertAdvice(String said, String advice) {
        OrtException failure = new OrtException(OrtException.OrtErrorCode.ORT_FAIL, said);
        assertThat(ModelFiles.refusal(Path.of("yolo.onnx"), failure))
                .hasMessageContaining("model file yolo.onnx cannot be loaded")
                .hasMessageContaining(advice)
                .hasMessageContaining(said)
                .hasCause(failure);
    }

    @Test
    void open_operatorNobodyKnows_isRefused() {
        Path file = TinyModel.of("Teleport", TinyModel.FLOAT, List.of(1L, 3L, 4L, 4L), List.of(1L, 3L, 4L, 4L))
                .write(folder, "odd.onnx");
        assertRefused(file, "Teleport");
    }

    @Test
    void pixels_twoInputs_isRefused() throws Exception {
        Path file = new TinyModel()
                .input("images", TinyModel.FLOAT, List.of(1L, 3L, 4L, 4L))
                .input("sizes", TinyModel.FLOAT, List.of(1L))
                .output("out", TinyModel.FLOAT, List.of(1L, 3L, 4L, 4L))
                .node("Add", "images,sizes", "out")
                .write(folder, "two.onnx");
        try (OnnxModel model = open(file)) {
            assertThatThrownBy(() -> model.pixels(Preprocessing.OPEN, Preprocessing.OPEN))
                    .hasMessageContaining("one input is expected, a picture");
        }
    }

    @Test
    void probe_sizeThatTheGraphCannotTake_saysWhich() throws Exception {
        Path file = new TinyModel()
                .input("in", TinyModel.FLOAT, List.of(1L, 3L, -1L, -1L))
                .output("out", TinyModel.FLOAT, List.of(1L, 48L))
                .wholeNumbers("shape", List.of(2L), 1, 48)
                .node("Reshape", "in,shape", "out")
                .write(folder, "fixed.onnx");
        try (OnnxModel model = open(file)) {
            PixelSpec pixels = model.pixels(Preprocessing.OPEN.withSize(5, 5), Preprocessing.OPEN);
            assertThatThrownBy(() -> model.probe(pixels, 1))
                    .isInstanceOf(StageException.class)
                    .hasMessageContaining("does not run on 1 pictures of 5 x 5");
        }
    }

    private OnnxModel open(Path file) throws StageException {
        return OnnxModel.open(file.toString(), new FakeContext());
    }

    private void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> open(file).close())
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG))
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(words);
    }

    private Path written(String name, String... text) throws Exception {
        return Files.writeString(
                folder.resolve(name), String.join("", text), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
