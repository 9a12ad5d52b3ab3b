package dev.osprey.media.frame;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Scratch pixels of 8 bits: plane after plane [C, H, W], or packed [H, W, C]. Rows are padded, because swscale writes
 * past a row's end.
 */
final class Canvas implements Pool.Item {
    /** What a canvas holds. */
    record Form(int width, int height, int channels, boolean planar) {}

    private static final int ALIGNMENT = 64;
    private static final int MARGIN = 64;
    /** Of all canvases; bounded so that a spell of odd crops costs no memory later. */
    private static final Pool<Form, Canvas> POOL = new Pool<>(64L << 20, Canvas::new);

    private final Form form;
    private final BytePointer memory;
    private final int strideBytes;
    private final Mat whole;
    private final Mat[] planes;

    private Canvas(Form form) {
        OpenCv.load();
        this.form = form;
        int rowBytes = form.width() * (form.planar() ? 1 : form.channels());
        strideBytes = (rowBytes + MARGIN + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        int rows = form.height() * (form.planar() ? form.channels() : 1);
        memory = new BytePointer((long) strideBytes * (rows + 1));
        whole = new Mat(rows, form.width(), form.planar() ? CV_8UC1 : type(form), memory, strideBytes);
        planes = new Mat[form.planar() ? form.channels() : 1];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = new Mat(
                    form.height(), form.width(), form.planar() ? CV_8UC1 : type(form), at(i, 0, 0), strideBytes);
        }
    }

    static Canvas take(Form form) {
        return POOL.take(form);
    }

    void giveBack() {
        POOL.give(form, this);
    }

    private static int type(Form form) {
        return form.channels() == 1 ? CV_8UC1 : CV_8UC3;
    }

    Form form() {
        return form;
    }

    int strideBytes() {
        return strideBytes;
    }

    /** All planes as one picture of their height together, or the packed picture. */
    Mat whole() {
        return whole;
    }

    /** One plane; the packed picture for 0. */
    Mat plane(int index) {
        return planes[index];
    }

    /** The address of a pixel. */
    BytePointer at(int plane, int x, int y) {
        int pixelBytes = form.planar() ? 1 : form.channels();
        return memory.getPointer((long) strideBytes * ((long) plane * form.height() + y) + (long) x * pixelBytes);
    }

    /** Writes the fill into all that lies beside the interior. */
    void fillBars(Placement placement, double fill) {
        int right = placement.left() + placement.innerWidth();
        int bottom = placement.top() + placement.innerHeight();
        try (Scalar value = Scalar.all(fill)) {
            for (int plane = 0; plane < planes.length; plane++) {
                fill(plane, 0, 0, form.width(), placement.top(), value);
                fill(plane, 0, bottom, form.width(), form.height() - bottom, value);
                fill(plane, 0, placement.top(), placement.left(), placement.innerHeight(), value);
                fill(plane, right, placement.top(), form.width() - right, placement.innerHeight(), value);
            }
        }
    }

    private void fill(int plane, int x, int y, int width, int height, Scalar value) {
        if (width > 0 && height > 0) {
            try (Mat bar = new Mat(height, width, planes[plane].type(), at(plane, x, y), strideBytes)) {
                bar.put(value);
            }
        }
    }

    /** In bytes. */
    @Override
    public long weight() {
        return memory.capacity();
    }

    @Override
    public void close() {
        for (Mat plane : planes) {
            plane.close();
        }
        whole.close();
        memory.close();
    }
}
