package dev.osprey.models.onnx;

import dev.osprey.models.tfjs.ConstantFolder;
import dev.osprey.models.tfjs.DType;
import dev.osprey.models.tfjs.ModelFormatException;
import dev.osprey.models.tfjs.TfNode;
import dev.osprey.models.tfjs.TfjsGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns a graph of TensorFlow.js into an ONNX file: operator by operator, under the graph's own names. */
public final class GraphConverter {
    /** Goes up whenever other bytes are written for the same recipe, model or catalog entry: kept files are then made anew. */
    public static final int VERSION = 2;

    private static final Map<String, OpConverter> OPS = ops();

    private GraphConverter() {}

    /**
     * Converts a graph.
     *
     * @param name what the ONNX graph is called
     * @param inputShape replaces the shape of the only input; −1 leaves a dimension open. Where the first is −1, a
     *     leading 1 in the shape of a Reshape is left open as well
     */
    public static byte[] convert(String name, TfjsGraph source, int... inputShape) {
        TfjsGraph graph = pruned(ConstantFolder.fold(source));
        requireKnown(graph);
        Map<String, TfNode> makers = new HashMap<>();
        graph.nodes().forEach(node -> makers.put(node.name(), node));
        OnnxBuilder onnx = new OnnxBuilder(name);
        Conversion conversion = new Conversion(graph, onnx, inputShape[0] < 0, makers);
        for (TfNode node : graph.nodes()) {
            try {
                if (node.op().equals("Placeholder")) {
                    onnx.input(node.name(), node.type("dtype"), inputShape);
                } else {
                    OPS.getOrDefault(node.op(), GraphConverter::unknown).convert(node, conversion);
                }
            } catch (ModelFormatException e) {
                throw new ModelFormatException(node.op() + " " + node.name() + ": " + e.getMessage(), e);
            }
        }
        graph.outputs().forEach(output -> onnx.output(output, DType.FLOAT));
        return onnx.build();
    }

    private static Map<String, OpConverter> ops() {
        Map<String, OpConverter> ops = new HashMap<>();
        ElementOps.register(ops);
        ConvOps.register(ops);
        ShapeOps.register(ops);
        SliceOps.register(ops);
        ReduceOps.register(ops);
        return Map.copyOf(ops);
    }

    /** Without the nodes from which no output follows. */
    private static TfjsGraph pruned(TfjsGraph graph) {
        Set<String> needed = new HashSet<>();
        graph.outputs().forEach(output -> needed.add(TfNode.nodeName(output)));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            TfNode node = graph.nodes().get(i);
            if (needed.contains(node.name())) {
                node.inputs().forEach(input -> needed.add(TfNode.nodeName(input)));
            }
        }
        return new TfjsGraph(
                graph.nodes().stream()
                        .filter(node ->
                                needed.contains(node.name()) || node.op().equals("Placeholder"))
                        .toList(),
                graph.constants(),
                graph.outputs());
    }

    private static void requireKnown(TfjsGraph graph) {
        Map<String, Long> unknown = graph.nodes().stream()
                .map(TfNode::op)
                .filter(op -> !OPS.containsKey(op) && !op.equals("Placeholder"))
                .collect(Collectors.groupingBy(op -> op, TreeMap::new, Collectors.counting()));
        if (!unknown.isEmpty()) {
            throw new ModelFormatException("operators without a conversion (with their number): " + unknown
                    + "; known are " + new TreeSet<>(OPS.keySet()));
        }
    }

    private static void unknown(TfNode node, Conversion to) {
        throw new ModelFormatException("has no conversion");
    }
}
