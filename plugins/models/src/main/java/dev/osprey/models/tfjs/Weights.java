package dev.osprey.models.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes the weights of a TensorFlow.js model: little-endian bytes one after another in the order of
 * {@code weightsManifest}, as float32, int32 or bool, or quantised to IEEE half, uint8 or uint16.
 */
public final class Weights {
    private Weights() {}

    /**
     * Reads every weight.
     *
     * @param manifest the value of {@code weightsManifest}
     * @param bytes the weight files of all groups, joined in order
     */
    public static Map<String, Tensor> decode(JsonNode manifest, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (JsonNode group : manifest) {
            for (JsonNode weight : group.path("weights")) {
                String name = weight.path("name").asText();
                weights.put(name, decodeOne(name, weight, buffer));
            }
        }
        if (buffer.hasRemaining()) {
            throw new ModelFormatException(
                    "the manifest describes " + buffer.position() + " bytes of weights, the file has " + bytes.length);
        }
        return weights;
    }

    private static Tensor decodeOne(String name, JsonNode weight, ByteBuffer buffer) {
        int[] shape = new int[weight.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = weight.path("shape").path(i).asInt();
        }
        DType type = DType.of(weight.path("dtype").asText());
        JsonNode quantization = weight.path("quantization");
        String stored = quantization.path("dtype").asText(weight.path("dtype").asText());
        int size = Tensor.size(shape);
        long bytes = (long) size * width(name, stored);
        if (bytes > buffer.remaining()) {
            throw new ModelFormatException(
                    "weight " + name + " needs " + bytes + " bytes, the file has " + buffer.remaining() + " left");
        }
        double scale = quantization.path("scale").asDouble(1);
        double min = quantization.path("min").asDouble(0);
        if (type == DType.FLOAT) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = switch (stored) {
                    case "float32" -> buffer.getFloat();
                    case "float16" -> half(buffer.getShort());
                    case "uint8" -> (float) (Byte.toUnsignedInt(buffer.get()) * scale + min);
                    case "uint16" -> (float) (Short.toUnsignedInt(buffer.getShort()) * scale + min);
                    default -> throw new ModelFormatException("weight " + name + " is stored as " + stored);
                };
            }
            return Tensor.floats(shape, values);
        }
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            values[i] = switch (stored) {
                case "int32" -> buffer.getInt();
                case "bool" -> buffer.get() == 0 ? 0 : 1;
                case "uint8" -> (int) Math.round(Byte.toUnsignedInt(buffer.get()) * scale + min);
                case "uint16" -> (int) Math.round(Short.toUnsignedInt(buffer.getShort()) * scale + min);
                default -> throw new ModelFormatException("weight " + name + " is stored as " + stored);
            };
        }
        return type == DType.BOOL ? Tensor.bools(shape, values) : Tensor.ints(shape, values);
    }

    private static int width(String name, String stored) {
        return switch (stored) {
            case "float32", "int32" -> 4;
            case "float16", "uint16" -> 2;
            case "uint8", "bool" -> 1;
            default -> throw new ModelFormatException("weight " + name + " is stored as " + stored
                    + ", which is none of float32, float16, int32, uint16, uint8, bool");
        };
    }

    /** The value of an IEEE 754 binary16 number. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
