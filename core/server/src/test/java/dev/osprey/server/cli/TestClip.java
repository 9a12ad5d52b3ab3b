package dev.osprey.server.cli;

import dev.osprey.media.ffmpeg.VideoEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/** Small clips of one grey, whole and with packets of which nothing can be made. */
final class TestClip {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    private TestClip() {}

    static Path h264(Path file, int pictures) throws IOException {
        return write(file, "libopenh264", Map.of(), pictures);
    }

    /** Each packet is a JPEG. */
    static Path mjpeg(Path file, int pictures) throws IOException {
        return write(file, "mjpeg", Map.of("huffman", "default"), pictures);
    }

    private static Path write(Path file, String encoder, Map<String, String> options, int pictures) throws IOException {
        try (VideoEncoder video = new VideoEncoder(
                        file, new VideoEncoder.Format(encoder, WIDTH, HEIGHT, 25, 1_000_000, 10, options));
                BytePointer grey = new BytePointer(WIDTH * HEIGHT * 3L)) {
            grey.fill(90);
            for (int i = 0; i < pictures; i++) {
                video.write(grey);
            }
        }
        return file;
    }

    /** The first JPEGs of a clip are sampled as none is, which the decoder refuses. */
    static Path spoiled(Path mjpeg, int pictures, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(mjpeg);
        int left = pictures;
        for (int at = 0; at + 14 < bytes.length && left > 0; at++) {
            if (bytes[at] == (byte) 0xff && bytes[at + 1] == (byte) 0xc0 && bytes[at + 3] == 17) {
                bytes[at + 11] = 0x34;
                bytes[at + 14] = 0x21;
                left--;
            }
        }
        if (left > 0) {
            throw new IOException(mjpeg + " has " + left + " pictures too few");
        }
        return Files.write(to, bytes);
    }
}
