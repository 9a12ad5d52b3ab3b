package dev.osprey.toolkit;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The name, element type and shape of a model's input or output.
 *
 * @param dimensions {@link #ANY} where the model leaves it open
 */
public record TensorShape(String name, OnnxJavaType type, List<Long> dimensions) {
    /** A dimension that the model leaves open. */
    public static final long ANY = -1;

    public TensorShape {
        dimensions = List.copyOf(dimensions);
    }

    /** What the session says of an input or output; of type UNKNOWN and without dimensions if it is no tensor. */
    static TensorShape of(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            return new TensorShape(node.getName(), OnnxJavaType.UNKNOWN, List.of());
        }
        return of(node.getName(), info);
    }

    static TensorShape of(String name, TensorInfo info) {
        List<Long> dimensions = new ArrayList<>();
        for (long dimension : info.getShape()) {
            dimensions.add(dimension < 0 ? ANY : dimension);
        }
        return new TensorShape(name, info.type, dimensions);
    }

    public int rank() {
        return dimensions.size();
    }

    /** The dimension at an axis, from 0; a negative axis counts from the end. */
    public long dimension(int axis) {
        return dimensions.get(axis < 0 ? axis + rank() : axis);
    }

    /** Whether every dimension is known. */
    public boolean isStatic() {
        return !dimensions.contains(ANY);
    }

    /** How many elements there are; the shape is static. */
    public long elements() {
        return dimensions.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /** The same with another first dimension. */
    TensorShape withFirst(long first) {
        List<Long> changed = new ArrayList<>(dimensions);
        changed.set(0, first);
        return new TensorShape(name, type, changed);
    }

    long[] toArray() {
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    /** As in {@code output0 float32[1,84,8400]}. */
    @Override
    public String toString() {
        String shape = dimensions.stream()
                .map(dimension -> dimension == ANY ? "?" : Long.toString(dimension))
                .collect(Collectors.joining(",", "[", "]"));
        return name + " " + typeName() + shape;
    }

    private String typeName() {
        return type == OnnxJavaType.FLOAT ? "float32" : type.name().toLowerCase(Locale.ROOT);
    }
}
