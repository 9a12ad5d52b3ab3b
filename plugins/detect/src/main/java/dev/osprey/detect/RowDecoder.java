package dev.osprey.detect;

import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.TopK;

/** Rows of centre, size, objectness and classes, [1,N,5+classes]: YOLOv5 and YOLOX. */
final class RowDecoder implements Decoder {
    private static final int BOX_AND_OBJECTNESS = 5;

    /** Turns the first four numbers of a row into a box. */
    interface BoxForm {
        void read(float x, float y, float width, float height, int row, Candidate into);
    }

    /** Pixels already. */
    static final BoxForm PIXELS = (x, y, width, height, row, into) -> into.setCentre(x, y, width, height);

    private final int classes;
    private final BoxForm form;

    RowDecoder(int classes, BoxForm form) {
        this.classes = classes;
        this.form = form;
    }

    /** YOLOX as the network gives it: offsets from the cell, and logarithms of sizes in strides. */
    static BoxForm yoloxRaw(Grid grid) {
        return (x, y, width, height, row, into) -> {
            int map = grid.mapOf(row);
            int stride = grid.stride(map);
            into.setCentre(
                    (x + grid.column(map, row)) * stride,
                    (y + grid.row(map, row)) * stride,
                    (float) Math.exp(width) * stride,
                    (float) Math.exp(height) * stride);
        };
    }

    /**
     * YOLOv5 before its grid: sigmoids that stand for offsets of up to 1.5 cells and up to four times an anchor's size.
     * Each map's rows are anchor after anchor.
     *
     * @param anchors widths and heights in pixels, by map
     */
    static BoxForm yolov5Grid(Grid grid, int[][] anchors) {
        return (x, y, width, height, row, into) -> {
            int perCell = anchors[0].length / 2;
            int map = 0;
            int rest = row;
            while (rest >= perCell * grid.cells(map)) {
                rest -= perCell * grid.cells(map);
                map++;
            }
            int anchor = rest / grid.cells(map);
            int cell = grid.firstCell(map) + rest % grid.cells(map);
            int stride = grid.stride(map);
            into.setCentre(
                    (2 * x - 0.5f + grid.column(map, cell)) * stride,
                    (2 * y - 0.5f + grid.row(map, cell)) * stride,
                    4 * width * width * anchors[map][2 * anchor],
                    4 * height * height * anchors[map][2 * anchor + 1]);
        };
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void collect(Tensors outputs, TopK best) {
        Tensor rows = outputs.get(0);
        int width = BOX_AND_OBJECTNESS + classes;
        int count = rows.size() / width;
        float[] row = new float[width];
        for (int i = 0; i < count; i++) {
            float objectness = rows.get(i * width + BOX_AND_OBJECTNESS - 1);
            if (objectness >= best.bar()) {
                rows.get(i * width, row, 0, width);
                for (int c = 0; c < classes; c++) {
                    best.offer(objectness * row[BOX_AND_OBJECTNESS + c], i * classes + c);
                }
            }
        }
    }

    @Override
    public void read(Tensors outputs, int index, Candidate into) {
        Tensor rows = outputs.get(0);
        int row = index / classes;
        int at = row * (BOX_AND_OBJECTNESS + classes);
        form.read(rows.get(at), rows.get(at + 1), rows.get(at + 2), rows.get(at + 3), row, into);
        into.classIndex = index % classes;
    }
}
