package dev.osprey.text;

import dev.osprey.spi.PixelSpec.Layout;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.TensorShape;

/** The sizes that a model's file fixes. */
final class Sizes {
    private Sizes() {}

    /** Whether both sides of the picture are fixed. */
    static boolean isFixed(OnnxModel model) {
        return width(model) != TensorShape.ANY && height(model) != TensorShape.ANY;
    }

    /** In pixels; {@link TensorShape#ANY} if it is open. */
    static long width(OnnxModel model) {
        return dimension(model, layout(model) == Layout.NCHW ? 3 : 2);
    }

    /** In pixels; {@link TensorShape#ANY} if it is open. */
    static long height(OnnxModel model) {
        return dimension(model, layout(model) == Layout.NCHW ? 2 : 1);
    }

    private static Layout layout(OnnxModel model) {
        long last = dimension(model, 3);
        long second = dimension(model, 1);
        return (last == 1 || last == 3) && second != 1 && second != 3 ? Layout.NHWC : Layout.NCHW;
    }

    private static long dimension(OnnxModel model, int axis) {
        TensorShape input = model.inputs().get(0);
        return axis < input.rank() ? input.dimension(axis) : TensorShape.ANY;
    }
}
