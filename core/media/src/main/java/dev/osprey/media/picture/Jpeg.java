package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.frame.OpenCv;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Pictures as JPEG: plain, scaled down, or with an analysis drawn on them. */
public final class Jpeg {
    static {
        OpenCv.load();
        Loader.load(opencv_imgcodecs.class);
    }

    private Jpeg() {}

    /**
     * Encodes a picture, of which the caller holds a reference.
     *
     * @param maxWidth in pixels; wider pictures are scaled down; 0 for their own width
     * @param quality 1 to 100
     */
    public static byte[] encode(Picture picture, int maxWidth, int quality) {
        return encodeDrawn(picture, null, maxWidth, quality);
    }

    /** As {@link #encode(Picture, int, int)}, with what the analysis found drawn on it. */
    public static byte[] encode(Picture picture, Analysis analysis, int maxWidth, int quality) {
        return encodeDrawn(picture, analysis, maxWidth, quality);
    }

    /**
     * Encodes bytes.
     *
     * @param width in pixels
     * @param height in pixels
     * @param rgb 8 bits a channel, row-major, [H, W, 3] in the order RGB
     * @param quality 1 to 100
     */
    public static byte[] encodeRgb(int width, int height, ByteBuffer rgb, int quality) {
        if (width < 1 || height < 1 || rgb.remaining() != (long) width * height * 3) {
            throw new IllegalArgumentException(
                    "rgb must hold " + width + " x " + height + " x 3 bytes, got " + rgb.remaining());
        }
        try (BytePointer memory = new BytePointer(rgb.remaining());
                Mat mat = new Mat(height, width, CV_8UC3, memory);
                Mat bgr = new Mat()) {
            memory.asBuffer().put(rgb.duplicate());
            cvtColor(mat, bgr, COLOR_RGB2BGR);
            return encode(bgr, quality);
        }
    }

    private static byte[] encodeDrawn(Picture picture, @Nullable Analysis analysis, int maxWidth, int quality) {
        if (maxWidth < 0) {
            throw new IllegalArgumentException("maxWidth must be >= 0, got " + maxWidth);
        }
        int width = maxWidth == 0 ? picture.width() : Math.min(maxWidth, picture.width());
        int height = Math.max(1, Math.round((float) picture.height() * width / picture.width()));
        try (BgrPixels pixels = new BgrPixels(picture, width, height)) {
            if (analysis != null) {
                Annotations.draw(pixels.mat(), analysis);
            }
            return encode(pixels.mat(), quality);
        }
    }

    private static byte[] encode(Mat bgr, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be in 1..100, got " + quality);
        }
        try (BytePointer encoded = new BytePointer();
                IntPointer settings = new IntPointer(IMWRITE_JPEG_QUALITY, quality)) {
            if (!imencode(".jpg", bgr, encoded, settings)) {
                throw new IllegalStateException("no JPEG could be made of " + bgr.cols() + " x " + bgr.rows());
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }
}
