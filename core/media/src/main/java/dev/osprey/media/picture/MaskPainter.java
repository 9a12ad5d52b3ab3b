package dev.osprey.media.picture;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_imgproc.CHAIN_APPROX_TC89_L1;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.RETR_CCOMP;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;
import static org.bytedeco.opencv.global.opencv_imgproc.drawContours;
import static org.bytedeco.opencv.global.opencv_imgproc.findContours;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Mask;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws masks: a translucent ground with a clear edge. */
final class MaskPainter {
    private static final double OPACITY = 0.4;
    /** Just under a half, so that a limb of one cell's width is not lost when the grid is softened. */
    private static final double LEVEL = 0.45 * 255;

    private final Sheet sheet;

    MaskPainter(Sheet sheet) {
        this.sheet = sheet;
    }

    /*
     * The grid is coarse, so its own edges are stairs. It is softened (1-2-1 in both directions), read at the picture's
     * size with linear interpolation, only where the picture is, and cut at about a half.
     */

    void draw(Mask mask, Colour colour) {
        Box box = mask.box();
        if (mask.columns() < 1
                || mask.rows() < 1
                || mask.runs().size() < 2
                || !Sheet.finite(box.x(), box.y(), box.width(), box.height())) {
            return;
        }
        Mat bgr = sheet.bgr();
        Box place = sheet.place(box);
        int left = (int) Math.max(0, Math.round(place.x()));
        int top = (int) Math.max(0, Math.round(place.y()));
        int width = (int) Math.min(bgr.cols(), Math.round(place.right())) - left;
        int height = (int) Math.min(bgr.rows(), Math.round(place.bottom())) - top;
        if (width < 1 || height < 1) {
            return;
        }
        // From the centre of a pixel of the target to the grid: its first cell's centre is at (0, 0).
        double columnsPerPixel = mask.columns() / (box.width() * sheet.scaleX());
        double rowsPerPixel = mask.rows() / (box.height() * sheet.scaleY());
        double[] toGrid = {
            columnsPerPixel,
            0,
            (left + 0.5 - box.x() * sheet.scaleX()) * columnsPerPixel - 0.5,
            0,
            rowsPerPixel,
            (top + 0.5 - box.y() * sheet.scaleY()) * rowsPerPixel - 0.5
        };
        try (BytePointer memory = new BytePointer(cells(mask));
                Mat grid = new Mat(mask.rows(), mask.columns(), CV_8UC1, memory);
                Mat soft = new Mat();
                Size kernel = new Size(3, 3);
                DoublePointer numbers = new DoublePointer(toGrid);
                Mat map = new Mat(2, 3, CV_64FC1, numbers);
                Size size = new Size(width, height);
                Scalar none = new Scalar(0, 0, 0, 0);
                Mat stencil = new Mat();
                Rect rect = new Rect(left, top, width, height);
                Mat target = new Mat(bgr, rect)) {
            GaussianBlur(grid, soft, kernel, 0.85, 0.85, BORDER_REPLICATE, 0);
            warpAffine(soft, stencil, map, size, INTER_LINEAR | WARP_INVERSE_MAP, BORDER_REPLICATE, none);
            threshold(stencil, stencil, LEVEL, 255, THRESH_BINARY);
            if (countNonZero(stencil) == 0) {
                // What is too small to be softened is shown as it is.
                warpAffine(grid, stencil, map, size, INTER_LINEAR | WARP_INVERSE_MAP, BORDER_REPLICATE, none);
                threshold(stencil, stencil, LEVEL, 255, THRESH_BINARY);
            }
            // A mask of the whole picture has most of its cells outside: what is around them stays as it is.
            try (Rect found = boundingRect(stencil);
                    Mat part = new Mat(target, found);
                    Mat partStencil = new Mat(stencil, found)) {
                tint(part, partStencil, colour);
            }
            outline(target, stencil, colour);
        }
    }

    private static byte[] cells(Mask mask) {
        byte[] cells = new byte[mask.columns() * mask.rows()];
        int at = 0;
        boolean inside = false;
        for (int run : mask.runs()) {
            if (inside) {
                Arrays.fill(cells, at, at + run, (byte) 255);
            }
            at += run;
            inside = !inside;
        }
        return cells;
    }

    private static void tint(Mat target, Mat stencil, Colour colour) {
        try (Scalar scalar = colour.scalar();
                Mat ground = new Mat(target.rows(), target.cols(), CV_8UC3, scalar);
                Mat blended = new Mat()) {
            addWeighted(target, 1 - OPACITY, ground, OPACITY, 0, blended);
            blended.copyTo(target, stencil);
        }
    }

    private void outline(Mat target, Mat stencil, Colour colour) {
        try (MatVector lines = new MatVector();
                Mat hierarchy = new Mat();
                org.bytedeco.opencv.opencv_core.Point origin = new org.bytedeco.opencv.opencv_core.Point(0, 0);
                Scalar scalar = colour.scalar()) {
            findContours(stencil, lines, hierarchy, RETR_CCOMP, CHAIN_APPROX_TC89_L1, origin);
            drawContours(
                    target,
                    lines,
                    -1,
                    scalar,
                    Math.max(1, sheet.thickness() - 1),
                    LINE_AA,
                    hierarchy,
                    Integer.MAX_VALUE,
                    origin);
        }
    }

    /**
     * Where the mask is, from its topmost cell down, in source pixels: its name stands there. Empty if it has no cell.
     */
    static Optional<Box> place(Mask mask) {
        int at = 0;
        int first = -1;
        int last = -1;
        boolean inside = false;
        for (int run : mask.runs()) {
            if (inside && run > 0) {
                first = first < 0 ? at + run / 2 : first;
                last = at + run - 1;
            }
            at += run;
            inside = !inside;
        }
        Box box = mask.box();
        if (first < 0 || !Sheet.finite(box.x(), box.y(), box.width(), box.height())) {
            return Optional.empty();
        }
        double cellWidth = box.width() / mask.columns();
        double cellHeight = box.height() / mask.rows();
        int top = first / mask.columns();
        return Optional.of(new Box(
                box.x() + first % mask.columns() * cellWidth,
                box.y() + top * cellHeight,
                0,
                (last / mask.columns() + 1 - top) * cellHeight));
    }
}
