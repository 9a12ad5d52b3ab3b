package dev.osprey.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.osprey.models.tfjs.ModelFormatException;
import dev.osprey.models.tfjs.Tensor;
import dev.osprey.models.tfjs.TfNode;
import dev.osprey.models.tfjs.TfjsGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the converters of one model share: its constants, and the file that is being written. */
final class Conversion {
    private final TfjsGraph graph;
    private final OnnxBuilder onnx;
    private final boolean openBatch;
    private final Map<String, TfNode> makers;
    private final Set<String> written = new HashSet<>();

    Conversion(TfjsGraph graph, OnnxBuilder onnx, boolean openBatch, Map<String, TfNode> makers) {
        this.graph = graph;
        this.onnx = onnx;
        this.openBatch = openBatch;
        this.makers = makers;
    }

    OnnxBuilder onnx() {
        return onnx;
    }

    /** Whether a leading 1 in the shape of a Reshape stands for any number of pictures. */
    boolean openBatch() {
        return openBatch;
    }

    /** The node that makes a value; empty for a constant. */
    Optional<TfNode> maker(String value) {
        return Optional.ofNullable(makers.get(value));
    }

    Optional<Tensor> constant(String value) {
        return Optional.ofNullable(graph.constants().get(value));
    }

    /** The constant that this input must be. */
    Tensor constant(TfNode node, int input) {
        String name = node.input(input);
        return constant(name)
                .orElseThrow(() -> new ModelFormatException(
                        "input " + input + " must be a constant, " + name + " is worked out when the model runs"));
    }

    /** The name of an input in the file; a constant is written at its first use. */
    String use(TfNode node, int input) {
        return use(node.input(input));
    }

    String use(String value) {
        Tensor constant = graph.constants().get(value);
        if (constant != null && written.add(value)) {
            onnx.constant(value, constant);
        }
        return value;
    }

    List<String> useAll(List<String> values) {
        return values.stream().map(this::use).toList();
    }

    /** An integer input as int64, as ONNX wants shapes, sizes and indices. */
    String int64(TfNode node, int input) {
        Optional<Tensor> constant = constant(node.input(input));
        if (constant.isPresent() && constant.get().rank() == 1) {
            return onnx.int64s(constant.get().longs());
        }
        return int64(use(node, input));
    }

    /** An int32 value as int64. */
    String int64(String value) {
        return onnx.op("Cast", value).integer("to", INT64).make();
    }

    static final int INT64 = TensorProto.DataType.INT64_VALUE;

    /** From [N, H, W, C] to [N, C, H, W]. */
    String toChannelsFirst(String value) {
        return onnx.op("Transpose", value).integers("perm", 0, 3, 1, 2).make();
    }

    /** From [N, C, H, W] to [N, H, W, C], under this name. */
    String toChannelsLast(String value, String name) {
        return onnx.op("Transpose", value).integers("perm", 0, 2, 3, 1).to(name);
    }
}
