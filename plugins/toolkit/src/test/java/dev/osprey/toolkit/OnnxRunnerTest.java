package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.StageException;
import dev.osprey.testkit.FakeContext;
import dev.osprey.testkit.FakeInput;
import dev.osprey.testkit.HarnessBatch;
import dev.osprey.testkit.onnx.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OnnxRunnerTest {
    private static final Preprocessing AS_IS =
            Preprocessing.OPEN.withSize(8, 4).withNormalisation(List.of(0.0), List.of(1.0));

    @TempDir
    Path folder;

    @Test
    void run_modelOfOpenSize_takesAnotherSizeEachTime() throws Exception {
        try (OnnxRunner runner = open("Relu");
                Cancellation cancellation = new Cancellation(Batch.of())) {
            for (int width = 40; width > 0; width--) {
                int height = 1 + width % 3;
                List<String> seen = runner.run(
                        cancellation,
                        runner.pixels().withSize(width, height),
                        List.of(crop(grey(width)), crop(grey(2 * width))),
                        (outputs, mapping, crop) -> reading(outputs.get(0)));
                assertThat(seen)
                        .containsExactly(
                                "1x3x" + height + "x" + width + " " + (float) width,
                                "1x3x" + height + "x" + width + " " + (float) (2 * width));
            }
        }
    }

    @Test
    void run_moreCropsThanABatch_givesAllInOrder() throws Exception {
        try (OnnxRunner runner = open("Relu");
                Cancellation cancellation = new Cancellation(Batch.of())) {
            List<Crop> crops = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                crops.add(crop(grey(i)));
                expected.add("1x3x4x8 " + (float) i);
            }
            assertThat(runner.run(cancellation, crops, (outputs, mapping, crop) -> reading(outputs.get(0))))
                    .isEqualTo(expected);
            assertThat(runner.run(cancellation, List.of(), (outputs, mapping, crop) -> reading(outputs.get(0))))
                    .isEmpty();
        }
    }

    @Test
    void run_callThatWasCancelled_isRefused() throws Exception {
        try (OnnxRunner runner = open("Relu");
                Cancellation cancellation = new Cancellation(Batch.of())) {
            HarnessBatch batch = HarnessBatch.of(grey(1));
            Cancellation cancelled = new Cancellation(batch);
            batch.cancel();
            assertThatThrownBy(() -> runner.run(cancelled, List.of(crop(grey(1))), (outputs, mapping, crop) -> ""))
                    .isInstanceOf(StageException.class)
                    .hasMessageContaining("its deadline had passed");
            assertThat(runner.run(cancellation, List.of(crop(grey(1))), (outputs, mapping, crop) -> "good"))
                    .containsExactly("good");
        }
    }

    private OnnxRunner open(String operator) throws StageException {
        List<Long> any = List.of(-1L, 3L, -1L, -1L);
        Path file = TinyModel.of(operator, TinyModel.FLOAT, any, any).write(folder, "open.onnx");
        OnnxModel model = OnnxModel.open(file.toString(), new FakeContext());
        PixelSpec pixels = model.pixels(Preprocessing.OPEN, AS_IS);
        return new OnnxRunner(model, pixels);
    }

    /** A picture of 100 x 50 pixels, all of this value. */
    private static FakeInput grey(int value) {
        return FakeInput.of(100, 50).withGrey(value);
    }

    private static Crop crop(Input input) {
        return new Crop(input, Region.of(new Box(0, 0, 2, 2)));
    }

    private static String reading(Tensor tensor) {
        return "%dx%dx%dx%d %s"
                .formatted(
                        tensor.dimension(0),
                        tensor.dimension(1),
                        tensor.dimension(2),
                        tensor.dimension(3),
                        tensor.get(tensor.size() - 1));
    }
}
