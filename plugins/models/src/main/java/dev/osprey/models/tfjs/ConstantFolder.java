package dev.osprey.models.tfjs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out the nodes whose inputs are all constants, as far as exporters are known to leave such nodes behind. */
public final class ConstantFolder {
    private ConstantFolder() {}

    /** The same graph with every node that could be worked out turned into a constant. */
    public static TfjsGraph fold(TfjsGraph graph) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        List<TfNode> left = new ArrayList<>();
        for (TfNode node : graph.nodes()) {
            Optional<Tensor> value = value(node, constants);
            value.ifPresentOrElse(tensor -> constants.put(node.name(), tensor), () -> left.add(node));
        }
        return new TfjsGraph(left, constants, graph.outputs());
    }

    private static Optional<Tensor> value(TfNode node, Map<String, Tensor> constants) {
        List<Tensor> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Tensor tensor = constants.get(name);
            if (tensor == null) {
                return Optional.empty();
            }
            inputs.add(tensor);
        }
        return switch (node.op()) {
            case "Identity" -> Optional.of(inputs.get(0));
            case "Reshape" -> Optional.of(reshape(inputs.get(0), inputs.get(1).ints()));
            case "Transpose" -> Optional.of(
                    inputs.get(0).transposed(inputs.get(1).ints()));
            case "SparseToDense" -> Optional.of(sparseToDense(
                    inputs.get(0), inputs.get(1).ints(), inputs.get(2).ints(), inputs.get(3)));
            case "Add", "AddV2" -> add(inputs.get(0), inputs.get(1));
            default -> Optional.empty();
        };
    }

    private static Tensor reshape(Tensor tensor, int[] wanted) {
        int[] shape = wanted.clone();
        for (int open = 0; open < shape.length; open++) {
            if (shape[open] == -1) {
                shape[open] = 1;
                shape[open] = tensor.size() / Tensor.size(shape);
            }
        }
        return tensor.reshaped(shape);
    }

    private static Optional<Tensor> add(Tensor a, Tensor b) {
        if (a.type() != DType.INT32 || b.type() != DType.INT32 || a.size() != b.size()) {
            return Optional.empty();
        }
        int[] sums = new int[a.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = a.ints()[i] + b.ints()[i];
        }
        return Optional.of(Tensor.ints(a.shape(), sums));
    }

    /** Indices are [count, rank] or [count]; a single value is written at every index. */
    private static Tensor sparseToDense(Tensor indices, int[] shape, int[] values, Tensor fill) {
        int rank = shape.length;
        int[] dense = new int[Tensor.size(shape)];
        Arrays.fill(dense, fill.intValue());
        for (int i = 0; i < indices.size() / rank; i++) {
            int at = 0;
            for (int axis = 0; axis < rank; axis++) {
                at = at * shape[axis] + indices.ints()[i * rank + axis];
            }
            dense[at] = values.length == 1 ? values[0] : values[i];
        }
        return Tensor.ints(shape, dense);
    }
}
