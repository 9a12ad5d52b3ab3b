package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.frame.OpenCv;
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
