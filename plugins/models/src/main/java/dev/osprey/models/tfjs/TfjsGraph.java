package dev.osprey.models.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A graph of operations with its constants.
 *
 * @param nodes without the constants; each after those whose values it takes
 * @param constants by name
 * @param outputs names of the values that the model gives, sorted
 */
public record TfjsGraph(List<TfNode> nodes, Map<String, Tensor> constants, List<String> outputs) {
    public TfjsGraph {
        nodes = sorted(nodes, constants.keySet());
        constants = Map.copyOf(constants);
        outputs = List.copyOf(outputs);
    }

    /**
     * Reads a graph model.
     *
     * @param model the {@code .json} file
     * @param weights the weight files that it lists, joined
     */
    public static TfjsGraph read(JsonNode model, byte[] weights) {
        JsonNode topology = model.path("modelTopology").path("node");
        if (!topology.isArray()) {
            throw new ModelFormatException("not a graph model: it has no modelTopology.node");
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(Weights.decode(model.path("weightsManifest"), weights));
        List<TfNode> nodes = new ArrayList<>();
        Set<String> unused = new TreeSet<>();
        for (JsonNode json : topology) {
            TfNode node = TfNode.read(json);
            if (node.op().equals("Const")) {
                if (!constants.containsKey(node.name())) {
                    throw new ModelFormatException("constant " + node.name() + " has no weight in the manifest");
                }
            } else if (!node.op().equals("NoOp")) {
                nodes.add(node);
                unused.add(node.name());
            }
        }
        nodes.forEach(node -> node.inputs().forEach(input -> unused.remove(TfNode.nodeName(input))));
        List<String> declared = declaredOutputs(model);
        return new TfjsGraph(nodes, constants, declared.isEmpty() ? List.copyOf(unused) : declared);
    }

    private static List<String> declaredOutputs(JsonNode model) {
        JsonNode signature = model.has("signature")
                ? model.path("signature")
                : model.path("userDefinedMetadata").path("signature");
        Set<String> names = new TreeSet<>();
        signature
                .path("outputs")
                .forEach(
                        output -> names.add(TfNode.valueName(output.path("name").asText())));
        return List.copyOf(names);
    }

    /** The nodes that take a value of each node, by that node's name. */
    public Map<String, List<TfNode>> consumers() {
        Map<String, List<TfNode>> consumers = new HashMap<>();
        for (TfNode node : nodes) {
            for (String input : node.inputs()) {
                consumers
                        .computeIfAbsent(TfNode.nodeName(input), name -> new ArrayList<>())
                        .add(node);
            }
        }
        return consumers;
    }

    private static List<TfNode> sorted(List<TfNode> nodes, Set<String> constants) {
        List<TfNode> sorted = new ArrayList<>();
        Set<String> known = new HashSet<>(constants);
        List<TfNode> waiting = new ArrayList<>(nodes);
        while (!waiting.isEmpty()) {
            List<TfNode> later = new ArrayList<>();
            for (TfNode node : waiting) {
                if (node.inputs().stream().allMatch(input -> known.contains(TfNode.nodeName(input)))) {
                    sorted.add(node);
                    known.add(node.name());
                } else {
                    later.add(node);
                }
            }
            if (later.size() == waiting.size()) {
                TfNode stuck = later.get(0);
                throw new ModelFormatException(
                        stuck.op() + " " + stuck.name() + " takes values that nothing makes: " + stuck.inputs());
            }
            waiting = later;
        }
        return List.copyOf(sorted);
    }
}
