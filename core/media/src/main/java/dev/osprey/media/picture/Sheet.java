package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.line;

import dev.osprey.spi.Box;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A picture to draw on, addressed in pixels of the picture that was analysed.
 *
 * @param bgr 8 bits, [H, W, 3]
 * @param scaleX from source pixels to this picture's
 * @param scaleY from source pixels to this picture's
 */
record Sheet(Mat bgr, double scaleX, double scaleY) {
    /** So far outside nothing is drawn differently, and OpenCV's fixed-point numbers are safe. */
    private static final double FARTHEST = 30_000;

    /** Of lines, in pixels: grows with the picture. */
    int thickness() {
        return Math.max(2, Math.round(bgr.rows() / 320f));
    }

    /** In this picture's pixels. */
    double x(double source) {
        return limited(source * scaleX);
    }

    /** In this picture's pixels. */
    double y(double source) {
        return limited(source * scaleY);
    }

    /** In this picture's pixels. */
    Box place(Box source) {
        return Box.ofCorners(x(source.x()), y(source.y()), x(source.right()), y(source.bottom()));
    }

    private static double limited(double value) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, value));
    }

    /** The caller closes it. */
    Point point(double sourceX, double sourceY) {
        return new Point((int) Math.round(x(sourceX)), (int) Math.round(y(sourceY)));
    }

    /** A line between two places of the source. */
    void stroke(dev.osprey.spi.Point from, dev.osprey.spi.Point to, Colour colour, int thickness) {
        if (!finite(from.x(), from.y(), to.x(), to.y())) {
            return;
        }
        try (Point start = point(from.x(), from.y());
                Point end = point(to.x(), to.y());
                Scalar scalar = colour.scalar()) {
            line(bgr, start, end, scalar, thickness, LINE_AA, 0);
        }
    }

    static boolean finite(double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
