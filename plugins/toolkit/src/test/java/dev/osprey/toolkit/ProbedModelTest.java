package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.StageException;
import dev.osprey.testkit.FakeContext;
import dev.osprey.testkit.onnx.TinyModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbedModelTest {
    @TempDir
    Path folder;

    private String open() {
        List<Long> any = List.of(-1L, 3L, -1L, -1L);
        return TinyModel.of("Relu", TinyModel.FLOAT, any, any)
                .write(folder, "open.onnx")
                .toString();
    }

    private static <T> T look(String file, ProbedModel.Use<T> use) throws StageException {
        return ProbedModel.use(file, Preprocessing.OPEN.withSize(8, 4), new FakeContext(), use);
    }

    @Test
    void use_shapesLeftOpen_areThoseForOnePictureOfTheSizeAskedFor() throws Exception {
        OnnxModel model = look(open(), probed -> {
            assertThat(probed.shapes().outputs()).hasToString("[out float32[1,3,4,8]]");
            assertThat(probed.shapes().single(4)).isPresent();
            assertThat(probed.shapes().single(3)).isEmpty();
            assertThat(probed.pixels(Preprocessing.YOLO).fill()).isEqualTo(114);
            assertThat(probed.pixels(Preprocessing.YOLO).width()).isEqualTo(8);
            return probed.model();
        });
        model.close();
    }

    @Test
    void use_refused_closesTheModelAndSaysWhatItGives() {
        OnnxModel[] seen = new OnnxModel[1];
        assertThatThrownBy(() -> look(open(), probed -> {
                    seen[0] = probed.model();
                    throw probed.refusal("something else is wanted");
                }))
                .isInstanceOfSatisfying(StageException.class, refusal -> assertThat(refusal.category())
                        .isEqualTo(StageException.Category.CONFIG))
                .hasMessage("model open.onnx gives out float32[1,3,4,8] for 8 x 4 pixels; something else is wanted");
        assertThatThrownBy(
                        () -> seen[0].probe(seen[0].pixels(Preprocessing.OPEN.withSize(8, 4), Preprocessing.OPEN), 1))
                .as("its session is closed")
                .isInstanceOf(IllegalStateException.class);
    }
}
