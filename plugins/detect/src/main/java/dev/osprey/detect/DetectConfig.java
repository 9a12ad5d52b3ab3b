package dev.osprey.detect;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.toolkit.Preprocessing;
import org.jspecify.annotations.Nullable;

/** The settings of {@code detect}; what is left out, the model's own description or its layout decides. */
record DetectConfig(
        @Default("nanodet") @Description("A model of the catalog, or the path of an .onnx file") String model,
        @Description("How the outputs are laid out: nanodet, yolox, yolox-decoded, yolov5, yolov5-lite, yolov8 (v9,"
                        + " v11 and v12 too) or end-to-end (boxes after suppression). Left out, it is taken from the model where that"
                        + " says it clearly")
                @Nullable
                Layout layout,
        @Default("0.6")
                @Description("Overlap (intersection over union, 0..1) up to which two boxes of one class both stay")
                Double iou,
        @Default("{}") @Description("How pictures are prepared for the model, where it does not say so itself")
                Preprocessing input,
        @Description("A text file with one label a line, in the order of the model's classes") @Nullable
                String labelsFile) {
    DetectConfig {
        if (!(iou >= 0 && iou <= 1)) {
            throw new IllegalArgumentException("iou must be in 0..1, got " + iou);
        }
    }

    /** The defaults with another model. */
    static DetectConfig of(String model) {
        return new DetectConfig(model, null, 0.6, Preprocessing.OPEN, null);
    }

    DetectConfig withLayout(Layout newLayout) {
        return new DetectConfig(model, newLayout, iou, input, labelsFile);
    }

    DetectConfig withInput(Preprocessing newInput) {
        return new DetectConfig(model, layout, iou, newInput, labelsFile);
    }

    DetectConfig withLabelsFile(String file) {
        return new DetectConfig(model, layout, iou, input, file);
    }
}
