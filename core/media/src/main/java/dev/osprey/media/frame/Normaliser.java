package dev.osprey.media.frame;

import static org.bytedeco.opencv.global.opencv_core.CV_16FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32SC1;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_core.transform;

import dev.osprey.spi.PixelSpec;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns the bytes of a canvas into the elements (v − mean) / std of a stage's buffer. */
final class Normaliser {
    private Normaliser() {}

    /** Writes the whole canvas at the beginning of the buffer. */
    static void write(Canvas canvas, PixelSpec spec, ByteBuffer into) {
        Canvas.Form form = canvas.form();
        double[] mean = spec.mean();
        double[] std = spec.std();
        boolean same = true;
        for (int i = 1; i < mean.length; i++) {
            same &= mean[i] == mean[0] && std[i] == std[0];
        }
        try (BytePointer memory = new BytePointer(into)) {
            if (same) {
                int packed = form.planar() ? 1 : form.channels();
                write(canvas.whole(), memory, spec.type(), packed, 1 / std[0], -mean[0] / std[0]);
            } else if (form.planar()) {
                long planeBytes =
                        (long) form.width() * form.height() * spec.type().bytes();
                for (int i = 0; i < form.channels(); i++) {
                    try (BytePointer plane = memory.getPointer(i * planeBytes)) {
                        write(canvas.plane(i), plane, spec.type(), 1, 1 / std[i], -mean[i] / std[i]);
                    }
                }
            } else {
                writePacked(canvas.whole(), memory, spec.type(), mean, std);
            }
        }
    }

    private static void write(Mat from, BytePointer to, PixelSpec.Type type, int channels, double scale, double shift) {
        try (Mat target = new Mat(from.rows(), from.cols(), CV_MAKETYPE(depth(type), channels), to)) {
            if (type == PixelSpec.Type.F16) {
                try (Mat floats = new Mat()) {
                    from.convertTo(floats, CV_32FC1, scale, shift);
                    floats.convertTo(target, CV_16FC1);
                }
            } else {
                from.convertTo(target, depth(type), scale, shift);
            }
        }
    }

    private static void writePacked(Mat from, BytePointer to, PixelSpec.Type type, double[] mean, double[] std) {
        double[] weights = new double[12];
        for (int i = 0; i < 3; i++) {
            weights[4 * i + i] = 1 / std[i];
            weights[4 * i + 3] = -mean[i] / std[i];
        }
        try (DoublePointer values = new DoublePointer(weights);
                Mat matrix = new Mat(3, 4, CV_64FC1, values);
                Mat floats = new Mat();
                Mat normal = new Mat();
                Mat target = new Mat(from.rows(), from.cols(), CV_MAKETYPE(depth(type), 3), to)) {
            from.convertTo(floats, CV_32FC1);
            transform(floats, normal, matrix);
            normal.convertTo(target, depth(type));
        }
    }

    private static int depth(PixelSpec.Type type) {
        return switch (type) {
            case U8 -> CV_8UC1;
            case I32 -> CV_32SC1;
            case F16 -> CV_16FC1;
            case F32 -> CV_32FC1;
        };
    }
}
