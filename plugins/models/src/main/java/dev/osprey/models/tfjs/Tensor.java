package dev.osprey.models.tfjs;

import java.util.Arrays;

/** A constant of a model: its elements in row-major order. Immutable by agreement; arrays are shared, not copied. */
public final class Tensor {
    private final DType type;
    private final int[] shape;
    private final float[] floats;
    private final int[] ints;

    private Tensor(DType type, int[] shape, float[] floats, int[] ints) {
        this.type = type;
        this.shape = shape;
        this.floats = floats;
        this.ints = ints;
        int expected = size(shape);
        int actual = floats.length + ints.length;
        if (expected != actual) {
            throw new ModelFormatException(
                    "shape " + Arrays.toString(shape) + " needs " + expected + " elements, got " + actual);
        }
    }

    public static Tensor floats(int[] shape, float... values) {
        return new Tensor(DType.FLOAT, shape, values, new int[0]);
    }

    public static Tensor ints(int[] shape, int... values) {
        return new Tensor(DType.INT32, shape, new float[0], values);
    }

    /** Truth values, each 0 or 1. */
    public static Tensor bools(int[] shape, int... values) {
        return new Tensor(DType.BOOL, shape, new float[0], values);
    }

    /** The number of elements of a shape; 1 for a scalar's. */
    public static int size(int[] shape) {
        int size = 1;
        for (int dim : shape) {
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    public DType type() {
        return type;
    }

    public int[] shape() {
        return shape;
    }

    public int size() {
        return size(shape);
    }

    public int rank() {
        return shape.length;
    }

    /** The elements of a {@link DType#FLOAT} tensor. */
    public float[] floats() {
        if (type != DType.FLOAT) {
            throw new ModelFormatException("float32 wanted, the constant is " + type);
        }
        return floats;
    }

    /** The elements of an integer or truth-value tensor. */
    public int[] ints() {
        if (type == DType.FLOAT) {
            throw new ModelFormatException("int32 wanted, the constant is " + type);
        }
        return ints;
    }

    /** The integers as 64-bit ones, as ONNX wants shapes and axes. */
    public long[] longs() {
        return Arrays.stream(ints()).asLongStream().toArray();
    }

    /** The only element of an integer tensor. */
    public int intValue() {
        if (ints().length != 1) {
            throw new ModelFormatException("one number wanted, got " + this);
        }
        return ints[0];
    }

    /** The same elements in another shape of the same size. */
    public Tensor reshaped(int... newShape) {
        return new Tensor(type, newShape, floats, ints);
    }

    /** The elements moved so that new axis {@code i} is old axis {@code order[i]}. */
    public Tensor transposed(int... order) {
        int rank = rank();
        int[] strides = new int[rank];
        for (int axis = rank - 1, stride = 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] newShape = new int[rank];
        int[] step = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            newShape[axis] = shape[order[axis]];
            step[axis] = strides[order[axis]];
        }
        float[] newFloats = new float[floats.length];
        int[] newInts = new int[ints.length];
        int[] at = new int[rank];
        int from = 0;
        for (int to = 0; to < size(); to++) {
            if (type == DType.FLOAT) {
                newFloats[to] = floats[from];
            } else {
                newInts[to] = ints[from];
            }
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += step[axis];
                if (++at[axis] < newShape[axis]) {
                    break;
                }
                from -= step[axis] * newShape[axis];
                at[axis] = 0;
            }
        }
        return new Tensor(type, newShape, newFloats, newInts);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
