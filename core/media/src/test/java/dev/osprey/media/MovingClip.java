package dev.osprey.media;

import dev.osprey.media.ffmpeg.VideoEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** Small clips of a bright bar that moves to the right, made with the encoders at hand. */
public final class MovingClip {
    public static final int RATE = 25;

    private MovingClip() {}

    /** H.264, or MPEG-4 by {@code mpeg4}, with a key frame every ten pictures. */
    public static Path write(Path file, String encoder, int width, int height, int frames) throws IOException {
        Map<String, String> options = encoder.equals("mjpeg") ? Map.of("huffman", "default") : Map.of();
        VideoEncoder.Format format =
                new VideoEncoder.Format(encoder, width, height, RATE, 1_000_000, 10, options);
        byte[] bgr = new byte[width * height * 3];
        try (VideoEncoder video = new VideoEncoder(file, format);
                BytePointer memory = new BytePointer(bgr.length)) {
            for (int frame = 0; frame < frames; frame++) {
                for (int i = 0; i < bgr.length; i++) {
                    int x = i / 3 % width;
                    bgr[i] = (byte) (x / 8 == frame % (width / 8) ? 230 : 40 + x / 4);
                }
                memory.put(bgr);
                video.write(memory);
            }
        }
        return file;
    }

    public static Path h264(Path file, int width, int height, int frames) throws IOException {
        return write(file, "libopenh264", width, height, frames);
    }
}
