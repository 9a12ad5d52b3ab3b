package dev.osprey.segment;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.PixelSpec;
import dev.osprey.toolkit.Preprocessing;
import org.jspecify.annotations.Nullable;

/** The settings of {@code segment}; what is left out, the model's own description or its shapes decide. */
record SegmentConfig(
        @Default("selfie") @Description("A model of the catalog, or the path of an .onnx file") String model,
        @Description("What the output holds for each cell: probability (of each class by itself, 0..1), logits (before"
                        + " softmax, or before the sigmoid if there is one class), softmax (shares of the classes, which add up"
                        + " to 1) or argmax (the number of the class). Left out, it is taken from the model where that says it"
                        + " clearly")
                @Nullable
                Layout layout,
        @Description("Name of the output to read, for a model that gives several") @Nullable String output,
        @Description("Order of the output's axes: nchw (classes, rows, columns) or nhwc (rows, columns, classes). Left"
                        + " out, the shape decides")
                PixelSpec.@Nullable Layout axes,
        @Default("0.5")
                @Description("Least probability of a cell that is inside, 0..1; where classes exclude each other, the"
                        + " strongest has the cell whatever its probability")
                Double threshold,
        @Default("0.002")
                @Description("Masks of a smaller share of the picture, or of the parent's box, are left out, 0..1")
                Double minArea,
        @Description("Label of the class that is nothing and gets no mask, or none. Left out, it is the class named"
                        + " background")
                @Nullable
                String background,
        @Default("1.1")
                @Description(
                        "How much wider than the parent's box the model looks, as a factor, 1..3; the mask is cut to"
                                + " the box")
                Double expand,
        @Default("128") @Description("Most cells of a mask's grid a side, 8..1024: finer masks cost more bytes")
                Integer cells,
        @Default("{}") @Description("How pictures are prepared for the model, where it does not say so itself")
                Preprocessing input,
        @Description("A text file with one label a line, in the order of the model's classes") @Nullable
                String labelsFile) {
    SegmentConfig {
        requireWithin("threshold", threshold, 0, 1);
        requireWithin("min-area", minArea, 0, 1);
        requireWithin("expand", expand, 1, 3);
        requireWithin("cells", cells, 8, 1024);
    }

    private static void requireWithin(String key, Number value, int least, int most) {
        if (!(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw new IllegalArgumentException(key + " must be in " + least + ".." + most + ", got " + value);
        }
    }
}
