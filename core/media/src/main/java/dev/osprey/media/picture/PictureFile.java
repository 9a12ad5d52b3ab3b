package dev.osprey.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.ffmpeg.Ffmpeg;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.frame.OpenCv;
import dev.osprey.media.frame.VideoPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures that come from no camera: from a file, or from bytes. The caller owns the reference. */
public final class PictureFile {
    /** The usual limit of a picture, width times height: it takes six times as many bytes to decode. */
    public static final long MAX_PIXELS = 64_000_000;

    private static final long MAX_BYTES = 256L << 20;

    private PictureFile() {}

    /** As {@link #read(Path, String, long, long)}, with the usual limit of {@link #MAX_PIXELS}. */
    public static Picture read(Path file, String cameraId, long sequence) throws IOException {
        return read(file, cameraId, sequence, MAX_PIXELS);
    }

    /**
     * Reads a PNG, JPEG, WebP, BMP or TIFF, turned as its EXIF says.
     *
     * @param maxPixels width times height at most; what is larger is refused before it is decoded
     * @throws IOException if the file cannot be read, is no such picture, or is too large
     */
    public static Picture read(Path file, String cameraId, long sequence, long maxPixels) throws IOException {
        OpenCv.load();
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " has " + Files.size(file) + " bytes; a picture may have " + MAX_BYTES);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            throw new IOException(file + " is empty");
        }
        PictureHeader header = PictureHeader.of(bytes).orElseThrow(() -> unreadable(file));
        if ((long) header.width() * header.height() > maxPixels) {
            throw new IOException(file + ": "
                    + FfmpegException.tooLarge(header.width(), header.height(), maxPixels)
                            .getMessage());
        }
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        try (BytePointer memory = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, CV_8UC1, memory);
                Mat bgr = imdecode(encoded, IMREAD_COLOR)) {
            if (bgr == null || bgr.empty()) {
                throw unreadable(file);
            }
            try (BytePointer data = bgr.data()) {
                return copy(
                        bgr.cols(),
                        bgr.rows(),
                        AV_PIX_FMT_BGR24,
                        data,
                        bgr.step(),
                        origin(cameraId, sequence, changed));
            }
        }
    }

    /**
     * A picture of bytes.
     *
     * @param rgb 8 bits a channel, row-major, [H, W, 3] in the order RGB
     */
    public static Picture of(int width, int height, byte[] rgb, String cameraId, long sequence) {
        Ffmpeg.load();
        if (width < 1 || height < 1 || rgb.length != (long) width * height * 3) {
            throw new IllegalArgumentException(
                    "rgb must hold " + width + " x " + height + " x 3 bytes, got " + rgb.length);
        }
        try (BytePointer memory = new BytePointer(rgb)) {
            return copy(width, height, AV_PIX_FMT_RGB24, memory, 3L * width, origin(cameraId, sequence, Instant.now()));
        }
    }

    private static IOException unreadable(Path file) {
        return new IOException(file + " is no picture that can be read; PNG, JPEG, WebP, BMP and TIFF are");
    }

    private static VideoPicture.Origin origin(String cameraId, long sequence, Instant at) {
        return new VideoPicture.Origin(cameraId, 1, sequence, sequence * 40_000, at);
    }

    private static Picture copy(
            int width, int height, int format, BytePointer from, long strideBytes, VideoPicture.Origin origin) {
        AVFrame frame = av_frame_alloc();
        try {
            frame.width(width).height(height).format(format).color_range(AVCOL_RANGE_JPEG);
            int code = av_frame_get_buffer(frame, 0);
            if (code < 0) {
                throw new OutOfMemoryError(
                        "no memory for a picture of " + width + " x " + height + ": " + Ffmpeg.describe(code));
            }
            for (int y = 0; y < height; y++) {
                Pointer.memcpy(
                        frame.data(0).getPointer((long) y * frame.linesize(0)),
                        from.getPointer(y * strideBytes),
                        3L * width);
            }
            return VideoPicture.of(origin, frame);
        } finally {
            av_frame_free(frame);
        }
    }
}
