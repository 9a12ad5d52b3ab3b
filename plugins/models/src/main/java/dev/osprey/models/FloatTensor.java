package dev.osprey.models;

import java.util.Arrays;
import java.util.List;

/** An output of a model: float32 in row-major order. The array is shared, not copied. */
final class FloatTensor {
    private final List<Integer> shape;
    private final float[] values;

    FloatTensor(List<Integer> shape, float... values) {
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    List<Integer> shape() {
        return shape;
    }

    float[] values() {
        return values;
    }

    double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The part of one picture, of as many as the first dimension says. */
    float[] row(int index) {
        int size = values.length / shape.get(0);
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }
}
