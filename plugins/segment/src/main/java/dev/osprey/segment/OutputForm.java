package dev.osprey.segment;

import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.TensorShape;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.ScoreMap;

/**
 * Which output of a model holds the map, and how it lies there.
 *
 * @param shape of the output, for one picture
 * @param classes 1 for {@link Layout#ARGMAX}
 * @param classesLast whether a cell's classes lie side by side: [1,H,W,C]
 */
record OutputForm(Layout layout, TensorShape shape, int classes, int rows, int columns, boolean classesLast) {
    ScoreMap scores(Tensors outputs) {
        Tensor output = outputs.get(shape.name());
        return new ScoreMap(output.data(), classes, rows, columns, classesLast);
    }

    /** How many classes the output can tell apart; 0 if its shape does not say. */
    int knownClasses() {
        return layout == Layout.ARGMAX ? 0 : classes;
    }

    /** As in {@code logits of 'out' as NCHW}. */
    @Override
    public String toString() {
        return layout + " of '" + shape.name() + "'"
                + (classes == 1 ? "" : classesLast ? " as nhwc" : " as nchw") + ": " + columns + " x " + rows
                + " cells, in each " + (layout == Layout.ARGMAX ? "" : "for " + classes + " classes ") + layout.holds();
    }
}
