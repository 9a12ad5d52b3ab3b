package dev.osprey.media.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;

import dev.osprey.spi.Box;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ColourTest {
    @Test
    void read_bt709Red_isRed() {
        assertRed(Frames.yuv(1280, 720, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, 63, 102, 240));
    }

    @Test
    void read_bt601Red_isRed() {
        assertRed(Frames.yuv(640, 360, AVCOL_SPC_SMPTE170M, AVCOL_RANGE_MPEG, 81, 90, 240));
    }

    @Test
    void read_unspecifiedAndHigh_isTakenForBt709() {
        assertRed(Frames.yuv(1280, 720, AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_MPEG, 63, 102, 240));
    }

    @Test
    void read_unspecifiedAndLow_isTakenForBt601() {
        assertRed(Frames.yuv(640, 360, AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_MPEG, 81, 90, 240));
    }

    @Test
    void read_fullRange_isNotStretched() {
        VideoPicture picture = Frames.yuv(640, 360, AVCOL_SPC_SMPTE170M, AVCOL_RANGE_JPEG, 100, 128, 128);
        assertColour(picture, Region.of(picture), 100, 100, 100);
        picture.release();
    }

    @Test
    void readGrey_limitedRange_isStretchedToTheFullRange() {
        VideoPicture picture = Frames.yuv(640, 360, AVCOL_SPC_SMPTE170M, AVCOL_RANGE_MPEG, 235, 128, 128);
        for (Region region : new Region[] {Region.of(picture), turned()}) {
            PixelSpec spec = PixelSpec.bytes(32, 32, PixelSpec.Order.GREY);
            ByteBuffer pixels = direct(spec.sizeBytes(region));
            picture.read(region, spec, pixels);
            assertThat(pixels.get(16 * 32 + 16) & 0xff).isCloseTo(255, within(2));
        }
        picture.release();
    }

    private static void assertRed(VideoPicture picture) {
        assertColour(picture, Region.of(picture), 255, 0, 0);
        assertColour(picture, turned(), 255, 0, 0);
        picture.release();
    }

    private static Region turned() {
        return Region.rotated(new Box(100, 100, 100, 80), 0.4);
    }

    private static void assertColour(VideoPicture picture, Region region, int... rgb) {
        for (PixelSpec spec : new PixelSpec[] {
            PixelSpec.bytes(64, 48, PixelSpec.Order.RGB),
            PixelSpec.bytes(64, 48, PixelSpec.Order.RGB).withLayout(PixelSpec.Layout.NCHW)
        }) {
            ByteBuffer pixels = direct(spec.sizeBytes(region));
            picture.read(region, spec, pixels);
            for (int channel = 0; channel < 3; channel++) {
                int pixel = 24 * 64 + 32;
                int at = spec.layout() == PixelSpec.Layout.NCHW ? channel * 64 * 48 + pixel : pixel * 3 + channel;
                assertThat(pixels.get(at) & 0xff).as("channel %d of %s", channel, spec).isCloseTo(rgb[channel], within(3));
            }
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
