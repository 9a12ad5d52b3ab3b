package dev.osprey.models.onnx;

import dev.osprey.models.tfjs.DType;
import dev.osprey.models.tfjs.ModelFormatException;
import dev.osprey.models.tfjs.TfNode;
import java.util.Map;

/** Converts what works element by element: arithmetic, comparisons, activations, casts. */
final class ElementOps {
    private static final float DEFAULT_LEAK = 0.2f;

    private ElementOps() {}

    static void register(Map<String, OpConverter> ops) {
        Map<String, String> sameInputs = Map.ofEntries(
                Map.entry("Add", "Add"),
                Map.entry("AddV2", "Add"),
                Map.entry("AddN", "Sum"),
                Map.entry("BiasAdd", "Add"),
                Map.entry("Sub", "Sub"),
                Map.entry("Mul", "Mul"),
                Map.entry("RealDiv", "Div"),
                Map.entry("Minimum", "Min"),
                Map.entry("Maximum", "Max"),
                Map.entry("Equal", "Equal"),
                Map.entry("Greater", "Greater"),
                Map.entry("GreaterEqual", "GreaterOrEqual"),
                Map.entry("Less", "Less"),
                Map.entry("LessEqual", "LessOrEqual"),
                Map.entry("LogicalAnd", "And"),
                Map.entry("LogicalOr", "Or"),
                Map.entry("LogicalNot", "Not"),
                Map.entry("Select", "Where"),
                Map.entry("SelectV2", "Where"),
                Map.entry("Relu", "Relu"),
                Map.entry("Sigmoid", "Sigmoid"),
                Map.entry("Tanh", "Tanh"),
                Map.entry("Exp", "Exp"),
                Map.entry("Sqrt", "Sqrt"),
                Map.entry("Abs", "Abs"),
                Map.entry("Neg", "Neg"),
                Map.entry("Floor", "Floor"),
                Map.entry("Reciprocal", "Reciprocal"),
                Map.entry("Prelu", "PRelu"),
                Map.entry("Identity", "Identity"));
        sameInputs.forEach((op, onnx) -> ops.put(
                op, (node, to) -> to.onnx().op(onnx, to.useAll(node.inputs())).to(node.name())));
        ops.put("Softmax", (node, to) -> to.onnx()
                .op("Softmax", to.use(node, 0))
                .integer("axis", -1)
                .to(node.name()));
        ops.put("Relu6", (node, to) -> to.onnx()
                .op("Clip", to.use(node, 0), to.onnx().scalar(0), to.onnx().scalar(6))
                .to(node.name()));
        ops.put("LeakyRelu", (node, to) -> to.onnx()
                .op("LeakyRelu", to.use(node, 0))
                .real("alpha", node.real("alpha", DEFAULT_LEAK))
                .to(node.name()));
        ops.put("Square", (node, to) -> to.onnx()
                .op("Mul", to.use(node, 0), to.use(node, 0))
                .to(node.name()));
        ops.put("SquaredDifference", ElementOps::squaredDifference);
        ops.put("FloorDiv", ElementOps::floorDiv);
        ops.put("FloorMod", ElementOps::floorMod);
        ops.put("Cast", (node, to) -> to.onnx()
                .op("Cast", to.use(node, 0))
                .type("to", node.type("DstT"))
                .to(node.name()));
    }

    /**
     * Adds an activation that was fused into another operation.
     *
     * @param value what it is applied to
     * @param node has the activation's own attributes
     * @return the result's name
     */
    static String activation(String activation, String value, TfNode node, OnnxBuilder onnx) {
        return switch (activation) {
            case "Relu", "Sigmoid", "Tanh", "Elu" -> onnx.op(activation, value).make();
            case "Relu6" -> onnx.op("Clip", value, onnx.scalar(0), onnx.scalar(6))
                    .make();
            case "LeakyRelu" -> onnx.op("LeakyRelu", value)
                    .real("alpha", node.real("leakyrelu_alpha", DEFAULT_LEAK))
                    .make();
            default -> throw new ModelFormatException("the fused activation " + activation
                    + " is none of Relu, Relu6, LeakyRelu, Prelu, Elu, Sigmoid, Tanh");
        };
    }

    private static void squaredDifference(TfNode node, Conversion to) {
        String difference =
                to.onnx().op("Sub", to.use(node, 0), to.use(node, 1)).make();
        to.onnx().op("Mul", difference, difference).to(node.name());
    }

    /** Rounds towards minus infinity; ONNX divides integers towards zero, so the remainder is taken off first. */
    private static void floorDiv(TfNode node, Conversion to) {
        OnnxBuilder onnx = to.onnx();
        String a = to.use(node, 0);
        String b = to.use(node, 1);
        if (node.type("T") == DType.FLOAT) {
            onnx.op("Floor", onnx.op("Div", a, b).make()).to(node.name());
        } else {
            String whole = onnx.op("Sub", a, onnx.op("Mod", a, b).make()).make();
            onnx.op("Div", whole, b).to(node.name());
        }
    }

    /** The remainder with the divisor's sign; ONNX has it for integers only. */
    private static void floorMod(TfNode node, Conversion to) {
        OnnxBuilder onnx = to.onnx();
        String a = to.use(node, 0);
        String b = to.use(node, 1);
        if (node.type("T") == DType.FLOAT) {
            String quotient = onnx.op("Floor", onnx.op("Div", a, b).make()).make();
            onnx.op("Sub", a, onnx.op("Mul", quotient, b).make()).to(node.name());
        } else {
            onnx.op("Mod", a, b).to(node.name());
        }
    }
}
