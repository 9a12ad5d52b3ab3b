package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.ffmpeg.VideoEncoder;
import dev.osprey.media.frame.OpenCv;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Writes pictures, and what was found in them, as a clip: MPEG-4 part 2 in .mp4, VP9 in .webm. For one thread. */
public final class ClipWriter implements AutoCloseable {
    private static final int KEY_SECONDS = 2;

    private final VideoEncoder encoder;
    private final int width;
    private final int height;

    /**
     * Creates the file.
     *
     * @param width in pixels; made even
     * @param height in pixels; made even
     * @param fps pictures a second
     */
    public ClipWriter(Path file, int width, int height, double fps) throws IOException {
        this(file, format(file, width & ~1, height & ~1, fps));
    }

    private ClipWriter(Path file, VideoEncoder.Format format) throws IOException {
        OpenCv.load();
        encoder = new VideoEncoder(file, format);
        width = format.width();
        height = format.height();
    }

    /** A writer of H.264 without reordering, with a key frame every two seconds: what a camera sends. */
    static ClipWriter h264(Path file, int width, int height, double fps, long bitsPerSecond) throws IOException {
        return new ClipWriter(
                file,
                new VideoEncoder.Format(
                        "libopenh264",
                        width,
                        height,
                        fps,
                        bitsPerSecond,
                        (int) Math.round(KEY_SECONDS * fps),
                        Map.of("profile", "main")));
    }

    private static VideoEncoder.Format format(Path file, int width, int height, double fps) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int keyInterval = Math.max(1, (int) Math.round(KEY_SECONDS * fps));
        if (name.endsWith(".mp4")) {
            long bits = Math.round(0.25 * width * height * fps);
            return new VideoEncoder.Format("mpeg4", width, height, fps, bits, keyInterval, Map.of());
        }
        if (name.endsWith(".webm")) {
            long bits = Math.round(0.08 * width * height * fps);
            Map<String, String> fast = Map.of("deadline", "realtime", "cpu-used", "7", "row-mt", "0");
            return new VideoEncoder.Format("libvpx-vp9", width, height, fps, bits, keyInterval, fast);
        }
        throw new IOException("a clip's name must end in .mp4 or .webm, got " + file.getFileName());
    }

    /**
     * Adds one picture, scaled to the clip's size.
     *
     * @param drawn what is drawn on it
     */
    public void write(Picture picture, @Nullable Analysis drawn) throws IOException {
        ByteBuffer pixels = Jpeg.pixels(picture, width, height);
        try (BytePointer memory = new BytePointer(pixels);
                Mat bgr = new Mat(height, width, CV_8UC3, memory)) {
            if (drawn != null) {
                Annotations.draw(bgr, drawn);
            }
            encoder.write(memory);
        }
    }

    /** Completes the file. */
    @Override
    public void close() {
        encoder.close();
    }
}
