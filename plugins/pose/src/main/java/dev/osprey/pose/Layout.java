package dev.osprey.pose;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.toolkit.Layouts;
import dev.osprey.toolkit.ModelShapes;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.decode.MoveNetHead;
import dev.osprey.toolkit.decode.MoveNetMultiHead;
import dev.osprey.toolkit.decode.PointHead;
import dev.osprey.toolkit.decode.YoloPoseHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An arrangement of a pose model's outputs, and how networks that have it usually want their pictures. */
enum Layout implements Layouts.Wanting {
    MOVENET("[1, 1, points, 3] of y, x, score as fractions of the input", Usual.MOVENET, Framing.ENLARGED, 0.3) {
        @Override
        Optional<PointHead> head(ModelShapes shapes, Hints hints, double iou) {
            return shapes.single(4)
                    .filter(shape -> shape.dimension(1) == 1 && shape.dimension(3) == 3)
                    .map(shape -> new MoveNetHead(
                            Math.toIntExact(shape.dimension(2)),
                            shapes.pixels().width(),
                            shapes.pixels().height()));
        }
    },
    MOVENET_MULTI(
            "[1, people, 3 x points + 5] of y, x, score of each point, the box and the person's score, as fractions of"
                    + " the input",
            Usual.MOVENET,
            Framing.AS_GIVEN,
            0.2) {
        @Override
        Optional<PointHead> head(ModelShapes shapes, Hints hints, double iou) {
            return shapes.single(3)
                    .filter(shape -> shape.dimension(1) <= MOST_PEOPLE
                            && shape.dimension(2) > 5
                            && (shape.dimension(2) - 5) % 3 == 0)
                    .map(shape -> new MoveNetMultiHead(
                            Math.toIntExact((shape.dimension(2) - 5) / 3),
                            shapes.pixels().width(),
                            shapes.pixels().height(),
                            FLOOR));
        }
    },
    SIMCC(
            "two outputs, [1, points, s x width] named simcc_x and [1, points, s x height] named simcc_y",
            Usual.SIMCC,
            Framing.WIDENED,
            0.3) {
        @Override
        Optional<PointHead> head(ModelShapes shapes, Hints hints, double iou) {
            return SimccShapes.head(shapes);
        }
    },
    YOLO_POSE(
            "[1, 4 + classes + 3 x points, N] or [1, N, 4 + classes + 3 x points] of x, y, w, h in pixels, scores,"
                    + " points",
            Preprocessing.YOLO,
            Framing.AS_GIVEN,
            0.4) {
        @Override
        Optional<PointHead> head(ModelShapes shapes, Hints hints, double iou) {
            long values = 4L + hints.classes().size() + (long) hints.points() * hints.dimensions();
            return shapes.single(3).flatMap(shape -> {
                boolean transposed = shape.dimension(1) != values;
                long rows = shape.dimension(transposed ? 1 : 2);
                return rows >= fewestCells(shapes.pixels()) && shape.dimension(transposed ? 2 : 1) == values
                        ? Optional.of(new YoloPoseHead(
                                new YoloPoseHead.Form(
                                        Math.toIntExact(rows),
                                        hints.classes().size(),
                                        hints.points(),
                                        hints.dimensions(),
                                        transposed),
                                FLOOR,
                                iou))
                        : Optional.empty();
            });
        }
    },
    YOLO_POSE_END_TO_END(
            "[1, N, 6 + 3 x points], rows of x1, y1, x2, y2, score, class, points after suppression",
            Preprocessing.YOLO,
            Framing.AS_GIVEN,
            0.4) {
        @Override
        Optional<PointHead> head(ModelShapes shapes, Hints hints, double iou) {
            return shapes.single(3)
                    .filter(shape -> shape.dimension(2) == 6L + (long) hints.points() * hints.dimensions())
                    .map(shape -> new YoloPoseHead(
                            YoloPoseHead.Form.finished(
                                    Math.toIntExact(shape.dimension(1)), hints.points(), hints.dimensions()),
                            FLOOR,
                            iou));
        }
    };

    /** Weaker people are not looked at, whatever score a pipeline asks for. */
    static final double FLOOR = 0.05;

    private static final int MOST_PEOPLE = 20;
    private static final int LARGEST_STRIDE = 32;

    private final String wants;
    /* Immutable: a record of numbers and copied lists. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Preprocessing usual;

    private final Framing framing;
    private final double defaultScore;

    Layout(String wants, Preprocessing usual, Framing framing, double defaultScore) {
        this.wants = wants;
        this.usual = usual;
        this.framing = framing;
        this.defaultScore = defaultScore;
    }

    /**
     * The layout of a name as it stands in YAML.
     *
     * @throws IllegalArgumentException with the names there are
     */
    static Layout of(String name) {
        return Layouts.named(name, values());
    }

    /** A head for outputs of these shapes, if they are of this layout. */
    abstract Optional<PointHead> head(ModelShapes shapes, Hints hints, double iou);

    /** How networks of this layout usually want their pictures. */
    Preprocessing usual() {
        return usual;
    }

    /** What such a network is shown of what an earlier stage has found. */
    Framing framing() {
        return framing;
    }

    /** Which score is worth showing. */
    double defaultScore() {
        return defaultScore;
    }

    /** The outputs that it needs, in words. */
    @Override
    public String wants() {
        return wants;
    }

    /** The name in YAML. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long fewestCells(PixelSpec pixels) {
        return (long) (pixels.width() / LARGEST_STRIDE) * (pixels.height() / LARGEST_STRIDE);
    }

    /** What the layouts' networks were trained with. */
    private static final class Usual {
        static final Preprocessing MOVENET = Preprocessing.OPEN
                .withOrder(Order.RGB)
                .withNormalisation(List.of(0.0), List.of(1.0))
                .withFit(Fit.LETTERBOX, 0);
        static final Preprocessing SIMCC =
                Preprocessing.IMAGENET.withOrder(Order.RGB).withFit(Fit.LETTERBOX, 0);
    }
}
