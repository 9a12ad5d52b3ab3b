package dev.osprey.segment;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
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
 * Writes ONNX files with a segmentation network's inputs and outputs, whose outputs are constants: whatever the
 * picture, they find what the test put in.
 */
final class TinySegmenter {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");

    private TinySegmenter(long... input) {
        graph.addInput(value("images", TensorProto.DataType.FLOAT_VALUE, input));
        graph.addNode(node("ReduceMax", "most", "images")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("keepdims")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(0)));
        graph.addInitializer(TensorProto.newBuilder()
                .setName("zero")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addFloatData(0));
        graph.addNode(node("Mul", "nothing", "most", "zero"));
        graph.addNode(node("Cast", "no_number", "nothing")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(TensorProto.DataType.INT64_VALUE)));
    }

    /** A model of pictures [1,3,height,width]. */
    static TinySegmenter planar(int width, int height) {
        return new TinySegmenter(1, 3, height, width);
    }

    /** A model of pictures [1,height,width,3]. */
    static TinySegmenter interleaved(int width, int height) {
        return new TinySegmenter(1, height, width, 3);
    }

    TinySegmenter output(String name, float[] values, long... shape) {
        TensorProto.Builder tensor = tensor(name, TensorProto.DataType.FLOAT_VALUE, shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return constant(name, tensor, "nothing", TensorProto.DataType.FLOAT_VALUE, shape);
    }

    /** An output of whole numbers, int64. */
    TinySegmenter output(String name, long[] values, long... shape) {
        TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64_VALUE, shape);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return constant(name, tensor, "no_number", TensorProto.DataType.INT64_VALUE, shape);
    }

    Path write(Path folder, String fileName) {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph)
                .build();
        try {
            return Files.write(folder.resolve(fileName), model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TinySegmenter constant(String name, TensorProto.Builder tensor, String zero, int type, long... shape) {
        graph.addInitializer(tensor);
        graph.addNode(node("Add", name, name + "_values", zero));
        graph.addOutput(value(name, type, shape));
        return this;
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output);
    }

    private static TensorProto.Builder tensor(String name, int type, long... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name + "_values").setDataType(type);
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        return tensor;
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
