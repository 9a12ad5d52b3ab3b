package dev.osprey.pose;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes ONNX files with a pose model's inputs and outputs, whose outputs are constants: whatever the picture, they find
 * the points that the test put in.
 */
final class TinyPose {
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    private static final int INT32 = TensorProto.DataType.INT32_VALUE;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final ModelProto.Builder model = ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17));

    private TinyPose(int type, long... shape) {
        graph.addInput(value("input", type, shape));
        graph.addNode(node("Cast", "numbers", "input").addAttribute(integer("to", FLOAT)));
        graph.addNode(node("ReduceMax", "most", "numbers").addAttribute(integer("keepdims", 0)));
        graph.addInitializer(tensor("zero", new float[] {0}));
        graph.addNode(node("Mul", "nothing", "most", "zero"));
    }

    /** Pictures as MoveNet takes them: int32 [1,height,width,3]. */
    static TinyPose ofWholeNumbers(int width, int height) {
        return new TinyPose(INT32, 1, height, width, 3);
    }

    /** Pictures as most networks take them: float32 [1,3,height,width]. */
    static TinyPose ofFloats(int width, int height) {
        return new TinyPose(FLOAT, 1, 3, height, width);
    }

    TinyPose output(String name, float[] values, long... shape) {
        graph.addInitializer(tensor(name + "_values", values, shape));
        graph.addNode(node("Add", name, name + "_values", "nothing"));
        graph.addOutput(value(name, FLOAT, shape));
        return this;
    }

    TinyPose metadata(String key, String value) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
        return this;
    }

    Path write(Path folder, String fileName) {
        try {
            return Files.write(
                    folder.resolve(fileName), model.setGraph(graph).build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output);
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static TensorProto tensor(String name, float[] values, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    private static ValueInfoProto value(String name, int type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
                .build();
    }
}
