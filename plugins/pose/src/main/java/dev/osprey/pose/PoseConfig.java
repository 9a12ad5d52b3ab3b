package dev.osprey.pose;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.toolkit.Preprocessing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of {@code pose}; what is left out, the model's own description or its layout decides. */
record PoseConfig(
        @Default("movenet-lightning") @Description("A model of the catalog, or the path of an .onnx file") String model,
        @Description("How the outputs are laid out: movenet (one person), movenet-multi, simcc (RTMPose), yolo-pose or"
                        + " yolo-pose-end-to-end (after suppression). Left out, it is taken from the model where that says it"
                        + " clearly")
                @Nullable
                Layout layout,
        @Default("1.25")
                @Description("How much larger than the box of the stage before (1..4) the part is that a model of one"
                        + " person looks at; it is also widened to the model's aspect ratio")
                Double margin,
        @Default("true")
                @Description("Whether a model of one person that is given whole pictures looks for the person where it"
                        + " was in the picture before")
                Boolean follow,
        @Default("0.6")
                @Description("Overlap (intersection over union, 0..1) up to which two boxes both stay, for yolo-pose")
                Double iou,
        @Description("The points' names in the model's order; left out, the model's description names them, or they are"
                        + " the 17 of COCO")
                List<String> points,
        @Default("{}") @Description("How pictures are prepared for the model, where it does not say so itself")
                Preprocessing input) {
    private static final double LARGEST_MARGIN = 4;

    PoseConfig {
        if (!(margin >= 1 && margin <= LARGEST_MARGIN)) {
            throw new IllegalArgumentException("margin must be in 1..4, got " + margin);
        }
        if (!(iou >= 0 && iou <= 1)) {
            throw new IllegalArgumentException("iou must be in 0..1, got " + iou);
        }
        points = List.copyOf(points);
    }

    /** The defaults with another model. */
    static PoseConfig of(String model) {
        return new PoseConfig(model, null, 1.25, true, 0.6, List.of(), Preprocessing.OPEN);
    }

    PoseConfig withLayout(Layout newLayout) {
        return new PoseConfig(model, newLayout, margin, follow, iou, points, input);
    }

    PoseConfig withMargin(double newMargin) {
        return new PoseConfig(model, layout, newMargin, follow, iou, points, input);
    }

    PoseConfig withIou(double newIou) {
        return new PoseConfig(model, layout, margin, follow, newIou, points, input);
    }

    PoseConfig withFollow(boolean newFollow) {
        return new PoseConfig(model, layout, margin, newFollow, iou, points, input);
    }

    PoseConfig withPoints(List<String> names) {
        return new PoseConfig(model, layout, margin, follow, iou, names, input);
    }

    PoseConfig withInput(Preprocessing newInput) {
        return new PoseConfig(model, layout, margin, follow, iou, points, newInput);
    }
}
