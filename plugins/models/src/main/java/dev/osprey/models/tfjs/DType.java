package dev.osprey.models.tfjs;

/**
 * An element type of TensorFlow.js, which has three of TensorFlow's: its 64-bit integers became 32-bit ones when the
 * model was exported.
 */
public enum DType {
    FLOAT,
    INT32,
    BOOL;

    /** The type that a weight ({@code float32}) or an attribute ({@code DT_FLOAT}, or its number) names. */
    public static DType of(String name) {
        return switch (name) {
            case "float32", "float16", "DT_FLOAT", "DT_HALF", "1", "19" -> FLOAT;
            case "int32", "DT_INT32", "DT_INT64", "3", "9" -> INT32;
            case "bool", "DT_BOOL", "10" -> BOOL;
            default -> throw new ModelFormatException("type " + name + " is none of float32, int32, bool");
        };
    }
}
