package dev.osprey.models.onnx;

import dev.osprey.models.tfjs.DType;
import dev.osprey.models.tfjs.TfNode;
import java.util.Map;

/** Converts what joins many elements into one: sums, extremes, products of matrices. */
final class ReduceOps {
    private ReduceOps() {}

    static void register(Map<String, OpConverter> ops) {
        Map.of("Mean", "ReduceMean", "Sum", "ReduceSum", "Max", "ReduceMax", "Min", "ReduceMin")
                .forEach((op, onnx) -> ops.put(op, (node, to) -> reduce(node, to, onnx)));
        ops.put("ArgMax", ReduceOps::argMax);
        ops.put("TopKV2", ReduceOps::topK);
        ops.put("MatMul", ReduceOps::matMul);
        ops.put("_FusedMatMul", ReduceOps::matMul);
    }

    /** TensorFlow takes a single axis as a scalar too, ONNX never. */
    private static void reduce(TfNode node, Conversion to, String op) {
        to.onnx()
                .op(op, to.use(node, 0), to.onnx().int64s(to.constant(node, 1).longs()))
                .integer("keepdims", node.flag("keep_dims") ? 1 : 0)
                .to(node.name());
    }

    private static void argMax(TfNode node, Conversion to) {
        String index = to.onnx()
                .op("ArgMax", to.use(node, 0))
                .integer("axis", to.constant(node, 1).intValue())
                .integer("keepdims", 0)
                .make();
        to.onnx().op("Cast", index).type("to", DType.INT32).to(node.name());
    }

    private static void topK(TfNode node, Conversion to) {
        String indices = to.onnx().newName("TopK");
        to.onnx()
                .op(
                        "TopK",
                        to.use(node, 0),
                        to.onnx().int64s(to.constant(node, 1).intValue()))
                .integer("axis", -1)
                .to(node.name(), indices);
        to.onnx().op("Cast", indices).type("to", DType.INT32).to(node.name() + ":1");
    }

    private static void matMul(TfNode node, Conversion to) {
        OnnxBuilder onnx = to.onnx();
        String value = onnx.op("MatMul", factor(node, 0, "transpose_a", to), factor(node, 1, "transpose_b", to))
                .make();
        for (String fused : node.strings("fused_ops")) {
            value = fused.equals("BiasAdd")
                    ? onnx.op("Add", value, to.use(node, 2)).make()
                    : ElementOps.activation(fused, value, node, onnx);
        }
        onnx.op("Identity", value).to(node.name());
    }

    private static String factor(TfNode node, int input, String transpose, Conversion to) {
        String value = to.use(node, input);
        return node.flag(transpose)
                ? to.onnx().op("Transpose", value).integers("perm", 1, 0).make()
                : value;
    }
}
