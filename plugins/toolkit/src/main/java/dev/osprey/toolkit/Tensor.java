package dev.osprey.toolkit;

import java.nio.FloatBuffer;

/** One output of the model for one input, as float32 whatever the model gives; its first dimension is 1 if batched. */
public final class Tensor {
    private final String name;
    private final int[] shape;
    private final FloatBuffer data;

    /** @param data the elements in row-major order, from index 0 to its limit */
    public Tensor(String name, int[] shape, FloatBuffer data) {
        long elements = 1;
        for (int dimension : shape) {
            elements *= dimension;
        }
        if (elements != data.limit()) {
            throw new IllegalArgumentException(
                    "tensor " + name + " must hold " + elements + " elements, got " + data.limit());
        }
        this.name = name;
        this.shape = shape.clone();
        this.data = data;
    }

    public String name() {
        return name;
    }

    public int rank() {
        return shape.length;
    }

    /** The dimension at an axis, from 0; a negative axis counts from the end. */
    public int dimension(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    /** How many elements there are. */
    public int size() {
        return data.limit();
    }

    public float get(int index) {
        return data.get(index);
    }

    /** Copies {@code length} elements from {@code index} on into an array: faster than one by one. */
    public void get(int index, float[] into, int offset, int length) {
        data.get(index, into, offset, length);
    }

    /** All elements in row-major order, from index 0 to the limit; valid during the call of decode. */
    public FloatBuffer data() {
        return data;
    }
}
