package dev.osprey.detect;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.toolkit.Preprocessing;
import java.util.List;
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
        @Description("Width and height of the network's input in pixels, for a model that leaves them open; one number"
                        + " for both")
                List<Integer> size,
        @Description("Order of the colour channels: rgb or bgr") @Nullable Order order,
        @Description("Subtracted from each channel's 0..255: one number or one a channel, in their order")
                List<Double> mean,
        @Description("Divides each channel after the mean: one number or one a channel, in their order")
                List<Double> std,
        @Description("What becomes of the aspect ratio: stretch, crop, letterbox (in the centre) or letterbox-top-left")
                @Nullable
                Fit fit,
        @Description("Grey of a letterbox's bars, 0..255") @Nullable Double fill,
        @Description("A text file with one label a line, in the order of the model's classes") @Nullable
                String labelsFile) {
    DetectConfig {
        if (!(iou >= 0 && iou <= 1)) {
            throw new IllegalArgumentException("iou must be in 0..1, got " + iou);
        }
        if (size.size() > 2 || size.stream().anyMatch(side -> side < 1)) {
            throw new IllegalArgumentException("size must be one or two numbers >= 1, width and height, got " + size);
        }
        checkChannels("mean", mean);
        checkChannels("std", std);
        if (std.contains(0.0)) {
            throw new IllegalArgumentException("std must not be 0, got " + std);
        }
        if (fill != null && !(fill >= 0 && fill <= 255)) {
            throw new IllegalArgumentException("fill must be in 0..255, got " + fill);
        }
        size = List.copyOf(size);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** The defaults with another model. */
    static DetectConfig of(String model) {
        return new DetectConfig(model, null, 0.6, List.of(), null, List.of(), List.of(), null, null, null);
    }

    DetectConfig withLayout(Layout newLayout) {
        return new DetectConfig(model, newLayout, iou, size, order, mean, std, fit, fill, labelsFile);
    }

    DetectConfig withSize(int width, int height) {
        return new DetectConfig(model, layout, iou, List.of(width, height), order, mean, std, fit, fill, labelsFile);
    }

    DetectConfig withLabelsFile(String file) {
        return new DetectConfig(model, layout, iou, size, order, mean, std, fit, fill, file);
    }

    DetectConfig withFit(Fit newFit) {
        return new DetectConfig(model, layout, iou, size, order, mean, std, newFit, fill, labelsFile);
    }

    /** What is said here of how the picture is prepared. */
    Preprocessing preprocessing() {
        return new Preprocessing(
                size.isEmpty() ? null : size.get(0),
                size.isEmpty() ? null : size.get(size.size() - 1),
                order,
                mean.isEmpty() ? null : mean,
                std.isEmpty() ? null : std,
                fit,
                fill);
    }

    private static void checkChannels(String name, List<Double> values) {
        if (values.size() > 1 && values.size() != 3) {
            throw new IllegalArgumentException(name + " must be one number or three, got " + values);
        }
    }
}
