package dev.osprey.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.StageTck;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest extends StageTck {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private static final int EDGE = 32;

    @Override
    protected StageFactory<?> factory() {
        return new FilterFactory();
    }

    @Override
    protected List<Picture> pictures() {
        return List.of(
                Frames.painted(WIDTH, HEIGHT, 0, (x, y) -> x * 4 << 16 | y * 5 << 8 | 0x40),
                Frames.painted(WIDTH, HEIGHT, 1, (x, y) -> (x / 8 + y / 8) % 2 == 0 ? 0xffffff : 0x202020));
    }

    @Override
    protected String settings() {
        return "kernel: sharpen";
    }

    @Override
    protected List<String> badSettings() {
        return List.of("kernel: blurr", "weights: [[1, 2], [3]]", "weights: [[]]", "weights: 3");
    }

    @Test
    void process_identity_returnsThePicture() throws Exception {
        byte[] pixels = filtered("weights: [[1]]");
        assertThat(red(pixels, EDGE - 1, 20)).isEqualTo(50);
        assertThat(red(pixels, EDGE, 20)).isEqualTo(90);
    }

    @Test
    void process_sobelX_findsTheEdge() throws Exception {
        byte[] pixels = filtered("kernel: sobel-x");
        assertThat(red(pixels, EDGE, 20)).isEqualTo(4 * 40);
        assertThat(red(pixels, EDGE - 5, 20)).isZero();
    }

    @Test
    void process_sobelY_seesNoUprightEdge() throws Exception {
        assertThat(red(filtered("kernel: sobel-y"), EDGE, 20)).isZero();
    }

    @Test
    void process_row_isAOneDimensionalKernel() throws Exception {
        byte[] pixels = filtered("weights: [[0.25, 0.5, 0.25]]");
        assertThat(red(pixels, EDGE - 1, 20)).isEqualTo(60);
        assertThat(red(pixels, EDGE, 20)).isEqualTo(80);
    }

    @Test
    void process_column_doesNotMixColumns() throws Exception {
        byte[] pixels = filtered("weights: [[0.25], [0.5], [0.25]]");
        assertThat(red(pixels, EDGE - 1, 20)).isEqualTo(50);
    }

    @Test
    void settings_unknownKernel_namesThePossibleOnes() {
        assertThatThrownBy(() -> StageHarness.open(factory(), "kernel: sobel").close())
                .hasMessageContaining("sobel-x")
                .hasMessageContaining("gauss");
    }

    /** A picture that is 50 at the left and 90 at the right of the edge. */
    private byte[] filtered(String settings) throws Exception {
        Picture picture = Frames.painted(WIDTH, HEIGHT, 0, (x, y) -> (x < EDGE ? 50 : 90) << 16);
        try (StageHarness stage = StageHarness.open(factory(), settings)) {
            Result.Image image = (Result.Image) stage.run(picture).get(0);
            assertThat(image.width()).isEqualTo(WIDTH);
            assertThat(image.height()).isEqualTo(HEIGHT);
            return StageHarness.pixels(image);
        } finally {
            picture.release();
        }
    }

    private static int red(byte[] pixels, int x, int y) {
        return pixels[(y * WIDTH + x) * 3] & 0xff;
    }
}
