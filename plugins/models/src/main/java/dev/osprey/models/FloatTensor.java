package dev.osprey.models;

import java.util.Arrays;

/** An output of a model: float32 in row-major order. */
record FloatTensor(int[] shape, float[] values) {
    double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The part of one picture, of as many as the first dimension says. */
    float[] row(int index) {
        int size = values.length / shape[0];
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }
}
