package dev.osprey.media.frame;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Reads any quadrilateral out of a whole picture in BGR or grey, with the fill outside the picture. */
final class Warp {
    /** When shrinking, so many times the size is read at most, and then averaged. */
    private static final int MAX_OVERSAMPLING = 8;

    private Warp() {}

    /** @param oversampling how many times each way the interior is read before it is averaged, from 1 */
    static void read(Mat source, Mapping mapping, int oversampling, PixelSpec spec, Canvas canvas) {
        Canvas.Form form = canvas.form();
        int factor = Math.max(1, Math.min(MAX_OVERSAMPLING, oversampling));
        boolean direct = form.channels() == 1 || (!form.planar() && spec.order() == PixelSpec.Order.BGR);
        try (Mat small = direct ? null : new Mat(form.height(), form.width(), source.type())) {
            Mat target = small == null ? canvas.plane(0) : small;
            if (factor == 1) {
                warp(source, target, mapping, 1, spec.fill());
            } else {
                try (Mat large = new Mat(form.height() * factor, form.width() * factor, source.type());
                        Size size = new Size(form.width(), form.height())) {
                    warp(source, large, mapping, factor, spec.fill());
                    resize(large, target, size, 0, 0, INTER_AREA);
                }
            }
            if (small != null) {
                order(small, spec, canvas);
            }
        }
    }

    private static void order(Mat bgr, PixelSpec spec, Canvas canvas) {
        if (!canvas.form().planar()) {
            cvtColor(bgr, canvas.whole(), COLOR_BGR2RGB);
            return;
        }
        for (int i = 0; i < 3; i++) {
            extractChannel(bgr, canvas.plane(i), spec.order() == PixelSpec.Order.RGB ? 2 - i : i);
        }
    }

    /*
     * OpenCV's coordinates have whole numbers in the middle of pixels, ours at their corners: so half a pixel is added
     * before the mapping and taken away after it. It also wants the mapping of the enlarged picture.
     */
    private static void warp(Mat source, Mat target, Mapping m, int factor, double fill) {
        double k = 1.0 / factor;
        double[] h = {
            m.m00() * k, m.m01() * k, (m.m00() + m.m01()) * 0.5 * k + m.m02(),
            m.m10() * k, m.m11() * k, (m.m10() + m.m11()) * 0.5 * k + m.m12(),
            m.m20() * k, m.m21() * k, (m.m20() + m.m21()) * 0.5 * k + m.m22()
        };
        for (int i = 0; i < 3; i++) {
            h[i] -= 0.5 * h[6 + i];
            h[3 + i] -= 0.5 * h[6 + i];
        }
        boolean affine = m.m20() == 0 && m.m21() == 0;
        try (DoublePointer values = new DoublePointer(h);
                Mat matrix = new Mat(affine ? 2 : 3, 3, CV_64FC1, values);
                Size size = new Size(target.cols(), target.rows());
                Scalar outside = Scalar.all(fill)) {
            if (affine) {
                warpAffine(source, target, matrix, size, INTER_LINEAR | WARP_INVERSE_MAP, BORDER_CONSTANT, outside);
            } else {
                warpPerspective(
                        source, target, matrix, size, INTER_LINEAR | WARP_INVERSE_MAP, BORDER_CONSTANT, outside);
            }
        }
    }
}
