package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
    @TempDir
    private Path folder;

    @Test
    void check_noFile_saysHowToMakeIt() {
        assertThatThrownBy(() -> check(at(10, 0.5)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dgolden=update");
    }

    @Test
    void check_withinTolerance_passes() throws IOException {
        update(at(10, 0.5));
        assertThatCode(() -> check(at(10.9, 0.51))).doesNotThrowAnyException();
    }

    @Test
    void check_beyondTolerance_namesWhatDiffers() throws IOException {
        update(at(10, 0.5));
        assertThatThrownBy(() -> check(at(11.5, 0.5)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[0][0].box.x: expected 10, got 11.5");
        assertThatThrownBy(() -> check(at(10, 0.6)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("score");
    }

    @Test
    void check_resultMissing_fails() throws IOException {
        update(at(10, 0.5));
        assertThatThrownBy(() -> check(Output.empty())).hasMessageContaining("expected 1 elements, got 0 elements");
    }

    @Test
    void write_image_holdsTilesInsteadOfPixels() {
        Picture picture = Frames.painted(8, 8, 0, (x, y) -> x == 0 && y == 0 ? 120 << 16 : 0);
        Result.Image image = ImagePixels.keep(picture);
        picture.release();
        assertThat(Golden.write(List.of(Output.of(image))).get(0).get(0).path("tiles"))
                .hasSize(16)
                .first()
                .satisfies(tile -> assertThat(tile.asDouble()).isEqualTo(10));
    }

    @Test
    void check_maskWithOneCellMore_passes() throws IOException {
        update(mask(10, 100, 100, List.of(0, 10_000)));
        assertThatCode(() -> check(mask(10, 100, 101, List.of(0, 10_000, 99, 1))))
                .doesNotThrowAnyException();
    }

    @Test
    void check_maskElsewhere_fails() throws IOException {
        update(mask(10, 100, 100, List.of(0, 10_000)));
        assertThatThrownBy(() -> check(mask(13, 100, 100, List.of(0, 10_000))))
                .hasMessageContaining("[0][0].runs")
                .hasMessageContaining("overlap of 0.9");
        assertThatThrownBy(() -> check(mask(10, 100, 100, List.of(500, 9_000, 500))))
                .hasMessageContaining("overlap of 0.9");
    }

    private static Output mask(double x, int columns, int rows, List<Integer> runs) {
        return Output.of(new Result.Mask("person", 0.9, new Box(x, 20, columns, rows), columns, rows, runs));
    }

    private static Output at(double x, double score) {
        return Output.of(new Result.Detection("person", score, new Box(x, 20, 30, 40)));
    }

    private void update(Output output) throws IOException {
        Golden.check(folder, "x", List.of(output), Tolerance.CLOSE, true);
    }

    private void check(Output output) throws IOException {
        Golden.check(folder, "x", List.of(output), Tolerance.CLOSE, false);
    }
}
