package dev.osprey.detect;

import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.toolkit.Layouts;
import dev.osprey.toolkit.ModelShapes;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.TensorShape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An arrangement of a detector's outputs, and how networks that have it usually want their pictures. */
enum Layout implements Layouts.Wanting {
    NANODET(
            "nanodet",
            "six outputs, for each stride 8, 16, 32 the classes' scores [cells, classes] and the boxes' sides [cells, 44]",
            Usual.NANODET) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            return NanoDetShapes.decoder(shapes.outputs(), grid(shapes));
        }
    },
    YOLOX(
            "yolox",
            "[1, cells, 5 + classes] as the network gives it, with x, y, w, h relative to the cell",
            Usual.YOLOX) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            Grid grid = grid(shapes);
            return rows(shapes)
                    .filter(shape -> shape.dimension(1) == grid.cells())
                    .map(shape -> new RowDecoder(rowClasses(shape), RowDecoder.yoloxRaw(grid)));
        }
    },
    YOLOX_DECODED(
            "yolox-decoded",
            "[1, cells, 5 + classes] with x, y, w, h in pixels, pictures as YOLOX wants them",
            Usual.YOLOX) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            Grid grid = grid(shapes);
            return rows(shapes)
                    .filter(shape -> shape.dimension(1) == grid.cells())
                    .map(shape -> new RowDecoder(rowClasses(shape), RowDecoder.PIXELS));
        }
    },
    YOLOV5("yolov5", "[1, N, 5 + classes] with x, y, w, h in pixels", Preprocessing.YOLO) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            return rows(shapes).map(shape -> new RowDecoder(rowClasses(shape), RowDecoder.PIXELS));
        }
    },
    YOLOV5_LITE(
            "yolov5-lite",
            "[1, 3 x cells, 5 + classes] after the sigmoid, with x, y, w, h relative to cell and anchor",
            Preprocessing.YOLO) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            Grid grid = grid(shapes);
            return rows(shapes)
                    .filter(shape -> shape.dimension(1) == 3L * grid.cells())
                    .map(shape -> new RowDecoder(rowClasses(shape), RowDecoder.yolov5Grid(grid, Usual.YOLOV5_ANCHORS)));
        }
    },
    YOLOV8("yolov8", "[1, 4 + classes, N] or [1, N, 4 + classes] with x, y, w, h in pixels", Preprocessing.YOLO) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            return shapes.single(3).flatMap(shape -> {
                long second = shape.dimension(1);
                long third = shape.dimension(2);
                boolean told = labels > 0 && (second == 4L + labels || third == 4L + labels);
                boolean transposed = told ? second != 4L + labels : third < second;
                long channels = transposed ? third : second;
                return channels > 4
                        ? Optional.of(new ColumnDecoder(
                                Math.toIntExact(channels - 4),
                                Math.toIntExact(transposed ? second : third),
                                transposed))
                        : Optional.empty();
            });
        }
    },
    END_TO_END("end-to-end", "[1, N, 6], rows of x1, y1, x2, y2, score, class after suppression", Preprocessing.YOLO) {
        @Override
        Optional<Decoder> decoder(ModelShapes shapes, int labels) {
            return shapes.single(3).filter(shape -> shape.dimension(2) == 6).map(shape -> new EndToEndDecoder());
        }
    };

    private static final int[] STRIDES = {8, 16, 32};

    private final String yamlName;
    private final String wants;
    /* Immutable: a record of numbers and copied lists. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Preprocessing usual;

    Layout(String yamlName, String wants, Preprocessing usual) {
        this.yamlName = yamlName;
        this.wants = wants;
        this.usual = usual;
    }

    /**
     * The layout of a name as it stands in YAML; {@code yolov9}, {@code yolov11}, {@code yolo11} and {@code yolov12} are
     * other names of {@code yolov8}.
     *
     * @throws IllegalArgumentException with the names there are, the nearest first
     */
    static Layout of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        if (wanted.matches("yolov?(9|11|12)")) {
            return YOLOV8;
        }
        return Layouts.named(name, values());
    }

    /**
     * A decoder for outputs of these shapes, if they are of this layout.
     *
     * @param labels how many are known beforehand, 0 if none
     */
    abstract Optional<Decoder> decoder(ModelShapes shapes, int labels);

    /** How networks of this layout usually want their pictures. */
    Preprocessing usual() {
        return usual;
    }

    /** The outputs that it needs, in words. */
    @Override
    public String wants() {
        return wants;
    }

    /** The name in YAML. */
    @Override
    public String toString() {
        return yamlName;
    }

    /** The cells of the feature maps that networks of all these layouts have. */
    static Grid grid(ModelShapes shapes) {
        return new Grid(shapes.pixels().width(), shapes.pixels().height(), STRIDES);
    }

    private static Optional<TensorShape> rows(ModelShapes shapes) {
        return shapes.single(3).filter(shape -> shape.dimension(2) > 5 && shape.dimension(2) < shape.dimension(1));
    }

    private static int rowClasses(TensorShape shape) {
        return Math.toIntExact(shape.dimension(2) - 5);
    }

    /** What the layouts' networks were trained with. */
    private static final class Usual {
        static final Preprocessing NANODET = Preprocessing.OPEN
                .withOrder(Order.BGR)
                .withNormalisation(List.of(103.53, 116.28, 123.675), List.of(57.375, 57.12, 58.395))
                .withFit(Fit.STRETCH, 0);
        static final Preprocessing YOLOX = Preprocessing.OPEN
                .withOrder(Order.BGR)
                .withNormalisation(List.of(0.0), List.of(1.0))
                .withFit(Fit.LETTERBOX_TOP_LEFT, 114);
        static final int[][] YOLOV5_ANCHORS = {
            {10, 13, 16, 30, 33, 23}, {30, 61, 62, 45, 59, 119}, {116, 90, 156, 198, 373, 326}
        };
    }
}
