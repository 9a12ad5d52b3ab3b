package dev.osprey.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.MovingClip;
import dev.osprey.media.Tampered;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipReaderTest {
    @TempDir
    static Path folder;

    private static int count(ClipReader reader) throws IOException {
        int count = 0;
        for (Optional<Picture> next = reader.next(); next.isPresent(); next = reader.next()) {
            next.get().release();
            count++;
        }
        return count;
    }

    @Test
    void next_badPictureOfAnyReason_isCountedAndSkipped() throws Exception {
        Path mjpeg = MovingClip.write(folder.resolve("mjpeg.avi"), "mjpeg", 160, 96, 8);
        try (ClipReader reader = ClipReader.open(Tampered.oddlySampled(mjpeg, 3, folder.resolve("bad.avi")), "c")) {
            assertThat(count(reader)).isEqualTo(7);
            assertThat(reader.corrupt()).isEqualTo(1);
        }
    }

    @Test
    void next_clipOnItsSide_isTurnedUpright() throws Exception {
        Path clip = MovingClip.h264(folder.resolve("flat.mp4"), 160, 96, 5);
        byte[] flat = pixels(clip, 160, 96);
        byte[] upright = pixels(Tampered.onItsSide(clip, folder.resolve("side.mp4")), 96, 160);
        // what was at the left edge, at half the height, is at the top edge, in the middle
        assertThat(upright[(2 * 96 + 48) * 3] & 0xff)
                .isCloseTo(flat[(48 * 160 + 2) * 3] & 0xff, org.assertj.core.data.Offset.offset(6));
        assertThat(upright[(150 * 96 + 48) * 3] & 0xff)
                .isCloseTo(flat[(48 * 160 + 150) * 3] & 0xff, org.assertj.core.data.Offset.offset(6));
    }

    private static byte[] pixels(Path clip, int width, int height) throws IOException {
        try (ClipReader reader = ClipReader.open(clip, "c")) {
            Picture picture = reader.next().orElseThrow();
            try {
                assertThat(picture.width()).isEqualTo(width);
                assertThat(picture.height()).isEqualTo(height);
                ByteBuffer buffer =
                        ByteBuffer.allocateDirect(width * height * 3).order(ByteOrder.nativeOrder());
                picture.read(Region.of(picture), PixelSpec.bytes(width, height, PixelSpec.Order.BGR), buffer);
                byte[] bytes = new byte[width * height * 3];
                buffer.flip().get(bytes);
                return bytes;
            } finally {
                picture.release();
            }
        }
    }

    @Test
    void open_codecThatIsNotListed_isRefusedByName() throws Exception {
        Path odd = MovingClip.write(folder.resolve("odd.mkv"), "magicyuv", 160, 96, 3);
        assertThatThrownBy(() -> ClipReader.open(odd, "c"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("magicyuv");
    }

    @Test
    void next_pictureThatClaimsToBeHuge_isRefusedWithLimitAndSize() throws Exception {
        Path mjpeg = MovingClip.write(folder.resolve("usual.avi"), "mjpeg", 160, 96, 8);
        Path huge = Tampered.size(mjpeg, 5, 16_000, folder.resolve("huge.avi"));
        try (ClipReader reader = ClipReader.open(huge, "c")) {
            assertThatThrownBy(() -> count(reader))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("16000 x 16000 = 256.0 million pixels")
                    .hasMessageContaining("up to 40.0 million");
        }
    }

    @Test
    void read_pngThatIsHuge_isRefusedBeforeItIsDecoded() throws Exception {
        Path png = folder.resolve("huge.png");
        ImageIO.write(new BufferedImage(16_000, 16_000, BufferedImage.TYPE_BYTE_BINARY), "png", png.toFile());
        assertThat(Files.size(png)).isLessThan(400_000);
        assertThatThrownBy(() -> PictureFile.read(png, "c", 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("huge.png")
                .hasMessageContaining("16000 x 16000 = 256.0 million pixels")
                .hasMessageContaining("up to 64.0 million");
    }
}
