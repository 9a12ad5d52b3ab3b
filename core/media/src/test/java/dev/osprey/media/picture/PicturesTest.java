package dev.osprey.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.MovingClip;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    @TempDir
    Path folder;

    private static Picture plain(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return PictureFile.of(width, height, rgb, "still", 3);
    }

    private static BufferedImage decode(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static void assertColour(int actual, int red, int green, int blue) {
        assertThat(actual >> 16 & 0xff).as("red").isCloseTo(red, within(6));
        assertThat(actual >> 8 & 0xff).as("green").isCloseTo(green, within(6));
        assertThat(actual & 0xff).as("blue").isCloseTo(blue, within(6));
    }

    @Test
    void encode_ofAPicture_keepsSizeAndColour() throws IOException {
        Picture picture = plain(130, 70, 200, 100, 30);
        BufferedImage image = decode(Jpeg.encode(picture, 0, 95));
        picture.release();
        assertThat(image.getWidth()).isEqualTo(130);
        assertThat(image.getHeight()).isEqualTo(70);
        assertColour(image.getRGB(60, 30), 200, 100, 30);
    }

    @Test
    void encode_widerThanAllowed_isScaledDown() throws IOException {
        Picture picture = plain(320, 180, 10, 20, 200);
        BufferedImage image = decode(Jpeg.encode(picture, 160, 90));
        picture.release();
        assertThat(image.getWidth()).isEqualTo(160);
        assertThat(image.getHeight()).isEqualTo(90);
        assertColour(image.getRGB(80, 45), 10, 20, 200);
    }

    @Test
    void encode_ofAQualityOutOfRange_isRefused() {
        Picture picture = plain(16, 16, 0, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jpeg.encode(picture, 0, 101))
                .withMessage("quality must be in 1..100, got 101");
        picture.release();
    }

    @Test
    void encode_withAnAnalysis_drawsEveryKindAndLeavesTheRest() throws IOException {
        Picture picture = plain(640, 360, 0, 0, 0);
        List<Result> results = List.of(
                new Result.Detection("person", 0.9, new Box(100, 100, 200, 150)),
                new Result.Mask("cat", 0.8, new Box(400, 100, 100, 100), 2, 2, List.of(0, 4)),
                new Result.TextRegion("Straße – 東", 0.7, Region.rotated(new Box(400, 250, 100, 30), 0.2)),
                new Result.Keypoints("person", 0.6, List.of(new Result.Keypoint("nose", 600, 300, 0.9))),
                new Result.Classification("indoor", 0.5),
                new Result.Caption("a hall", 0.5),
                new Result.Value("motion", 0.25, "share"),
                new Result.Attributes(Map.of("colour", "red")),
                new Result.Detection("gone", 0.9, new Box(-900, -900, 10, 10)));
        Analysis analysis = new Analysis(
                "still",
                1,
                3,
                0,
                Instant.EPOCH,
                640,
                360,
                Map.of("all", results.stream().map(Finding::of).toList()),
                Map.of());
        BufferedImage image = decode(Jpeg.encode(picture, analysis, 0, 95));
        BufferedImage half = decode(Jpeg.encode(picture, analysis, 320, 95));
        picture.release();
        assertThat(bright(image, 100, 180, 6)).as("edge of the box").isTrue();
        assertThat(bright(image, 450, 150, 6)).as("inside of the mask").isTrue();
        assertThat(bright(image, 600, 300, 6)).as("key point").isTrue();
        assertThat(bright(image, 200, 200, 6)).as("inside of the box").isFalse();
        assertThat(bright(half, 50, 90, 4)).as("edge of the box, scaled").isTrue();
    }

    private static boolean bright(BufferedImage image, int x, int y, int reach) {
        for (int j = y - reach; j <= y + reach; j++) {
            for (int i = x - reach; i <= x + reach && i < image.getWidth(); i++) {
                int rgb = image.getRGB(i, j);
                if ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff) > 100) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void ascii_ofOtherLetters_isReadable() {
        assertThat(StrokeLettering.ascii("Zoë’s Straße – 東")).isEqualTo("Zoe's Strasse - ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp"})
    void read_ofAPictureFile_givesItsPixels(String format) throws IOException {
        BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 50; x++) {
                image.setRGB(x, y, 0x32c850);
            }
        }
        Path file = folder.resolve("picture." + format);
        ImageIO.write(image, format, file.toFile());
        Picture picture = PictureFile.read(file, "folder", 4);
        assertThat(picture.width()).isEqualTo(50);
        assertThat(picture.height()).isEqualTo(40);
        assertThat(picture.sequence()).isEqualTo(4);
        assertColour(decode(Jpeg.encode(picture, 0, 95)).getRGB(20, 20), 0x32, 0xc8, 0x50);
        picture.release();
    }

    @Test
    void read_ofWhatIsNoPicture_namesTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("words.png"), "no picture");
        assertThatIOException()
                .isThrownBy(() -> PictureFile.read(file, "folder", 0))
                .withMessageContaining("words.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "clip.webm"})
    void clip_writtenAndRead_hasItsPicturesInOrder(String name) throws IOException {
        Path file = folder.resolve(name);
        try (ClipWriter writer = new ClipWriter(file, 160, 96, 10)) {
            for (int i = 0; i < 12; i++) {
                Picture picture = plain(320, 192, 20 * i, 60, 60);
                writer.write(picture, null);
                picture.release();
            }
        }
        List<Long> times = new ArrayList<>();
        List<Integer> reds = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(file, "clip")) {
            assertThat(reader.rate()).isCloseTo(10, within(0.2));
            assertThat(reader.duration().orElseThrow().toMillis()).isBetween(1100L, 1300L);
            for (Optional<Picture> next = reader.next(); next.isPresent(); next = reader.next()) {
                Picture picture = next.get();
                assertThat(picture.width()).isEqualTo(160);
                assertThat(picture.sequence()).isEqualTo(times.size());
                times.add(picture.ptsMicros());
                reds.add(decode(Jpeg.encode(picture, 0, 95)).getRGB(80, 48) >> 16 & 0xff);
                picture.release();
            }
            assertThat(reader.next()).isEmpty();
        }
        assertThat(times).hasSize(12).isSorted().startsWith(0L);
        assertThat(times.get(11)).isBetween(1_090_000L, 1_110_000L);
        for (int i = 0; i < 12; i++) {
            assertThat(reds.get(i)).isCloseTo(20 * i, within(12));
        }
    }

    @Test
    void writer_ofAnotherEnding_isRefused() {
        assertThatIOException()
                .isThrownBy(() -> new ClipWriter(folder.resolve("clip.avi"), 160, 96, 10))
                .withMessageContaining(".mp4 or .webm");
    }

    @Test
    void reader_ofAMissingClip_namesIt() {
        assertThatIOException()
                .isThrownBy(() -> ClipReader.open(folder.resolve("missing.mp4"), "clip"))
                .withMessageContaining("missing.mp4")
                .withMessageContaining("No such file");
    }

    @Test
    void h264_ofAShortClip_isBegunAgainUntilLongEnough() throws IOException {
        long before = VideoPicture.live();
        Path source = MovingClip.write(folder.resolve("source.mp4"), "mpeg4", 160, 96, 5);
        Path target = folder.resolve("target.mp4");
        ClipEncoder.h264(source, target, 320, 192, 25, 60);
        int pictures = 0;
        try (ClipReader reader = ClipReader.open(target, "clip")) {
            for (Optional<Picture> next = reader.next(); next.isPresent(); next = reader.next()) {
                assertThat(next.get().width()).isEqualTo(320);
                next.get().release();
                pictures++;
            }
        }
        assertThat(pictures).isEqualTo(60);
        assertThat(VideoPicture.live()).isEqualTo(before);
    }

    @Test
    void of_bytesOfAnotherSize_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.of(2, 2, new byte[11], "x", 0))
                .withMessage("rgb must hold 2 x 2 x 3 bytes, got 11");
    }
}
