package dev.osprey.testkit;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.ffmpeg.Demuxer;
import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.media.ffmpeg.ReadWatch;
import dev.osprey.media.ffmpeg.VideoDecoder;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.media.picture.PictureFile;
import dev.osprey.media.source.OpenRequests;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.spi.Box;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes pictures for tests, as the server would hold them. The caller owns each and {@linkplain Picture#release
 * releases} it; {@link StageTck} does so for those it is given.
 */
public final class Frames {
    /** The id of the camera that all of them claim to come from. */
    public static final String CAMERA = "test";

    private Frames() {}

    /** A PNG, JPEG… as the first picture of a camera. */
    public static Picture fromPicture(Path file) throws IOException {
        return PictureFile.read(file, CAMERA, 0);
    }

    /** The first pictures of a clip. */
    public static List<Picture> fromClip(Path clip, int count) throws IOException {
        return fromClip(clip, 0, count, 1);
    }

    /**
     * Some pictures of a clip, with their own times and numbers.
     *
     * @param first the number of the first one, counted from 0
     * @param count how many; fewer come if the clip ends before
     * @param step 1 for each, 2 for every other one…
     */
    public static List<Picture> fromClip(Path clip, int first, int count, int step) throws IOException {
        if (first < 0 || count < 1 || step < 1) {
            throw new IllegalArgumentException(
                    "first must be >= 0, count and step >= 1, got " + first + ", " + count + ", " + step);
        }
        if (!Files.isRegularFile(clip)) {
            throw new IOException("there is no clip " + clip.toAbsolutePath());
        }
        List<Picture> pictures = new ArrayList<>();
        Demuxer.Request request = OpenRequests.clip(SourceUrl.of(clip), Limits.USUAL_PIXELS);
        try (ReadWatch watch = new ReadWatch();
                Demuxer demuxer = Demuxer.open(request, watch);
                VideoDecoder decoder = new VideoDecoder(demuxer)) {
            double tickMicros =
                    1e6 * demuxer.timeBase().num() / demuxer.timeBase().den();
            long number = 0;
            boolean ended = false;
            while (pictures.size() < count && !ended) {
                AVPacket packet = demuxer.read();
                ended = packet == null;
                if (packet == null) {
                    decoder.finish();
                } else {
                    decoder.send(packet, Math.round(packet.pts() * tickMicros));
                }
                for (AVFrame frame = decoder.receive(); frame != null; frame = decoder.receive()) {
                    boolean wanted = number >= first && (number - first) % step == 0 && pictures.size() < count;
                    if (wanted) {
                        pictures.add(VideoPicture.of(origin(number, frame.pts()), frame));
                    }
                    number++;
                }
            }
            return pictures;
        } catch (IOException e) {
            release(pictures);
            throw e;
        }
    }

    /**
     * A picture of one colour.
     *
     * @param rgb as in {@code 0xff8000}
     */
    public static Picture solid(int width, int height, int rgb) {
        return painted(width, height, 0, (x, y) -> rgb);
    }

    /**
     * A picture whose pixels are computed.
     *
     * @param sequence its number; it is shown 40 ms after the one before
     * @param rgbAt the colour of column x and row y, as in {@code 0xff8000}
     */
    public static Picture painted(int width, int height, long sequence, IntBinaryOperator rgbAt) {
        byte[] rgb = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = rgbAt.applyAsInt(x, y);
                rgb[at++] = (byte) (colour >> 16);
                rgb[at++] = (byte) (colour >> 8);
                rgb[at++] = (byte) colour;
            }
        }
        return PictureFile.of(width, height, rgb, CAMERA, sequence);
    }

    /**
     * A white square on dark grey that moves to the right and wraps around; 25 pictures a second.
     *
     * @param still for so many pictures at the start there is no square
     * @param moving then so many follow with it
     */
    public static List<Picture> movingSquare(int width, int height, int still, int moving) {
        List<Picture> pictures = new ArrayList<>();
        int side = Math.max(1, Math.min(width, height) / 4);
        for (int i = 0; i < still + moving; i++) {
            Box square = i < still ? null : squareAt(width, height, side, i - still);
            pictures.add(painted(width, height, i, (x, y) -> inside(square, x, y) ? 0xffffff : 0x303030));
        }
        return pictures;
    }

    /** Where the square of {@link #movingSquare} is in the picture with this number, counted from its first. */
    public static Box squareAt(int width, int height, int number) {
        return squareAt(width, height, Math.max(1, Math.min(width, height) / 4), number);
    }

    private static Box squareAt(int width, int height, int side, int number) {
        int left = number * Math.max(1, side / 4) % Math.max(1, width - side);
        return new Box(left, (height - side) / 2, side, side);
    }

    private static boolean inside(@Nullable Box box, int x, int y) {
        return box != null && x >= box.x() && x < box.right() && y >= box.y() && y < box.bottom();
    }

    /** A part of a picture as a picture of its own, with the same number; the part must lie within, on whole pixels. */
    public static Picture cropped(Picture picture, Box part) {
        Region region = Region.of(part);
        PixelSpec spec = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);
        ByteBuffer pixels = ByteBuffer.allocateDirect(spec.sizeBytes(region)).order(ByteOrder.nativeOrder());
        picture.read(region, spec, pixels);
        byte[] rgb = new byte[pixels.flip().remaining()];
        pixels.get(rgb);
        return PictureFile.of(
                spec.widthFor(region), spec.heightFor(region), rgb, picture.cameraId(), picture.sequence());
    }

    /** Gives the caller's reference of each back. */
    public static void release(Iterable<? extends Picture> pictures) {
        pictures.forEach(Picture::release);
    }

    private static VideoPicture.Origin origin(long sequence, long ptsMicros) {
        Instant capturedAt = Instant.EPOCH.plusNanos(ptsMicros * 1000);
        return new VideoPicture.Origin(CAMERA, 1, sequence, ptsMicros, capturedAt);
    }
}
