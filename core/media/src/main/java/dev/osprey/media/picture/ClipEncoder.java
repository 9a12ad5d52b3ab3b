package dev.osprey.media.picture;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.ffmpeg.VideoEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes clips as a camera would send them out of any clip: for benchmarks. */
public final class ClipEncoder {
    private ClipEncoder() {}

    /**
     * Encodes as H.264 in .mp4: main profile, no reordered pictures, a key frame every two seconds. The source's
     * pictures are taken one for one and the rate is the given one, so a slower clip runs faster.
     *
     * @param source is begun again where it is too short
     * @param width in pixels, even
     * @param height in pixels, even
     * @param frames how many pictures to write
     * @throws IOException if the source cannot be read, the target not written, or this FFmpeg has no encoder for H.264
     */
    public static void h264(Path source, Path target, int width, int height, double fps, int frames)
            throws IOException {
        if (!VideoEncoder.has("libopenh264")) {
            throw new IOException("this build of FFmpeg has no encoder for H.264 (libopenh264)");
        }
        long bitsPerSecond = Math.round(0.1 * width * height * fps);
        try (ClipWriter writer = ClipWriter.h264(target, width, height, fps, bitsPerSecond)) {
            int written = 0;
            while (written < frames) {
                int before = written;
                try (ClipReader reader = ClipReader.open(source, "clip")) {
                    Optional<Picture> picture = reader.next();
                    while (picture.isPresent()) {
                        try {
                            if (written < frames) {
                                writer.write(picture.get(), null);
                                written++;
                            }
                        } finally {
                            picture.get().release();
                        }
                        picture = written < frames ? reader.next() : Optional.empty();
                    }
                }
                if (written == before) {
                    throw new IOException("no pictures in " + source);
                }
            }
        }
    }
}
