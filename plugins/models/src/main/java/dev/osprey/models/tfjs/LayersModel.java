package dev.osprey.models.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a layers model, Keras's form, as the graph of operations that it stands for. It knows the layers of
 * super-resolution networks: convolutions, activations, sums, joins, enlarging.
 */
public final class LayersModel {
    private static final String KERNEL = "/kernel";
    private static final String BIAS = "/bias";

    private final Map<String, Tensor> constants;
    private final List<TfNode> nodes = new ArrayList<>();

    private LayersModel(Map<String, Tensor> weights) {
        constants = new LinkedHashMap<>(weights);
    }

    /** Reads the {@code .json} file and the weight files that it lists, joined. */
    public static TfjsGraph read(JsonNode model, byte[] weights) {
        JsonNode topology = model.path("modelTopology");
        JsonNode config = topology.path("model_config").isMissingNode()
                ? topology.path("config")
                : topology.path("model_config").path("config");
        if (!config.path("layers").isArray()) {
            throw new ModelFormatException("not a layers model: it has no layers");
        }
        LayersModel reader = new LayersModel(Weights.decode(model.path("weightsManifest"), weights));
        config.path("layers").forEach(reader::layer);
        List<String> outputs = new ArrayList<>();
        config.path("output_layers").forEach(layer -> outputs.add(layer.path(0).asText()));
        return new TfjsGraph(reader.nodes, reader.constants, outputs);
    }

    private void layer(JsonNode layer) {
        String name = layer.path("name").asText();
        String kind = layer.path("class_name").asText();
        JsonNode config = layer.path("config");
        List<String> inputs = new ArrayList<>();
        layer.path("inbound_nodes")
                .path(0)
                .forEach(input -> inputs.add(input.path(0).asText()));
        switch (kind) {
            case "InputLayer" -> add(name, "Placeholder", inputs, new Attributes());
            case "Conv2D" -> convolution(name, config, inputs);
            case "Activation" -> add(name, activation(config.path("activation").asText()), inputs, new Attributes());
            case "Add" -> add(name, "AddN", inputs, new Attributes());
            case "Concatenate" -> {
                inputs.add(constant(
                        name + "/axis",
                        Tensor.ints(new int[0], config.path("axis").asInt(-1))));
                add(name, "ConcatV2", inputs, new Attributes());
            }
            case "UpSampling2D" -> enlarge(name, config, inputs);
            default -> throw new ModelFormatException("layer " + name + " is a " + kind
                    + ", which is none of InputLayer, Conv2D, Activation, Add, Concatenate, UpSampling2D");
        }
    }

    private void convolution(String name, JsonNode config, List<String> inputs) {
        List<String> fused = new ArrayList<>();
        inputs.add(name + KERNEL);
        if (config.path("use_bias").asBoolean(true)) {
            inputs.add(name + BIAS);
            fused.add("BiasAdd");
        }
        String activation = config.path("activation").asText("linear");
        if (!activation.equals("linear")) {
            fused.add(activation(activation));
        }
        add(
                name,
                "_FusedConv2D",
                inputs,
                new Attributes()
                        .string("padding", config.path("padding").asText().equals("same") ? "SAME" : "VALID")
                        .integers("strides", 1, size(config, "strides", 0), size(config, "strides", 1), 1)
                        .integers("dilations", 1, size(config, "dilation_rate", 0), size(config, "dilation_rate", 1), 1)
                        .strings("fused_ops", fused));
    }

    /** Height and width times a whole number; the size is worked out when the model runs. */
    private void enlarge(String name, JsonNode config, List<String> inputs) {
        String interpolation = config.path("interpolation").asText("nearest");
        if (!interpolation.equals("nearest")) {
            throw new ModelFormatException("layer " + name + " enlarges by " + interpolation + ", nearest is known");
        }
        add(name + "/shape", "Shape", inputs, new Attributes());
        add(
                name + "/size",
                "StridedSlice",
                List.of(
                        name + "/shape",
                        constant(name + "/from", Tensor.ints(new int[] {1}, 1)),
                        constant(name + "/to", Tensor.ints(new int[] {1}, 3)),
                        constant(name + "/step", Tensor.ints(new int[] {1}, 1))),
                new Attributes());
        Tensor factor = Tensor.ints(new int[] {2}, size(config, "size", 0), size(config, "size", 1));
        add(name + "/newSize", "Mul", List.of(name + "/size", constant(name + "/factor", factor)), new Attributes());
        add(name, "ResizeNearestNeighbor", List.of(inputs.get(0), name + "/newSize"), new Attributes());
    }

    private static String activation(String name) {
        return switch (name) {
            case "relu" -> "Relu";
            case "sigmoid" -> "Sigmoid";
            case "tanh" -> "Tanh";
            default -> throw new ModelFormatException("activation " + name + " is none of relu, sigmoid, tanh");
        };
    }

    private static int size(JsonNode config, String key, int index) {
        return config.path(key).path(index).asInt(1);
    }

    private String constant(String name, Tensor value) {
        constants.put(name, value);
        return name;
    }

    private void add(String name, String op, List<String> inputs, Attributes attributes) {
        nodes.add(new TfNode(name, op, inputs, attributes.json));
    }

    /** Attributes in the form that the files of graph models have them. */
    private static final class Attributes {
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();

        Attributes string(String key, String value) {
            json.putObject(key).put("s", encode(value));
            return this;
        }

        Attributes strings(String key, List<String> values) {
            var list = json.putObject(key).putObject("list").putArray("s");
            values.forEach(value -> list.add(encode(value)));
            return this;
        }

        Attributes integers(String key, int... values) {
            var list = json.putObject(key).putObject("list").putArray("i");
            for (int value : values) {
                list.add(value);
            }
            return this;
        }

        private static String encode(String value) {
            return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
