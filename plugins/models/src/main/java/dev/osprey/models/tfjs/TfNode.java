package dev.osprey.models.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One operation of a graph.
 *
 * @param inputs names of values: a node's name for its first output, {@code name:1} for its second; control
 *     dependencies are left out
 * @param attributes as the file has them, each an object with one key such as {@code i}, {@code s} or {@code list}
 */
public record TfNode(String name, String op, List<String> inputs, JsonNode attributes) {
    public TfNode {
        inputs = List.copyOf(inputs);
    }

    static TfNode read(JsonNode json) {
        List<String> inputs = new ArrayList<>();
        for (JsonNode input : json.path("input")) {
            if (!input.asText().startsWith("^")) {
                inputs.add(valueName(input.asText()));
            }
        }
        return new TfNode(json.path("name").asText(), json.path("op").asText(), inputs, json.path("attr"));
    }

    /** The name without a {@code :0}, which says "first output", as a bare name does. */
    static String valueName(String reference) {
        return reference.endsWith(":0") ? reference.substring(0, reference.length() - 2) : reference;
    }

    /** The name of the node that makes a value. */
    public static String nodeName(String value) {
        int colon = value.lastIndexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    public String input(int index) {
        if (index >= inputs.size()) {
            throw new ModelFormatException(op + " needs input " + index + ", has " + inputs.size());
        }
        return inputs.get(index);
    }

    public int integer(String key, int otherwise) {
        JsonNode value = attributes.path(key).path("i");
        return value.isMissingNode() ? otherwise : value.asInt();
    }

    public float real(String key, float otherwise) {
        JsonNode value = attributes.path(key).path("f");
        return value.isMissingNode() ? otherwise : (float) value.asDouble();
    }

    public boolean flag(String key) {
        return attributes.path(key).path("b").asBoolean(false);
    }

    /** A string attribute, which the file has in base64. */
    public String string(String key, String otherwise) {
        JsonNode value = attributes.path(key).path("s");
        return value.isMissingNode() ? otherwise : decode(value);
    }

    public List<String> strings(String key) {
        List<String> all = new ArrayList<>();
        attributes.path(key).path("list").path("s").forEach(value -> all.add(decode(value)));
        return all;
    }

    /** A list of integers; empty when the attribute is absent. */
    public long[] integers(String key) {
        JsonNode list = attributes.path(key).path("list").path("i");
        long[] all = new long[list.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = list.path(i).asLong();
        }
        return all;
    }

    public DType type(String key) {
        return DType.of(attributes.path(key).path("type").asText("DT_FLOAT"));
    }

    /** The shape of a placeholder; −1 where it is open. */
    public int[] shape() {
        JsonNode dims = attributes.path("shape").path("shape").path("dim");
        int[] shape = new int[dims.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dims.path(i).path("size").asInt();
        }
        return shape;
    }

    private static String decode(JsonNode value) {
        return new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
    }
}
