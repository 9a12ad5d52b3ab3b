package dev.osprey.testkit.onnx;

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
import java.util.List;

/**
 * Writes ONNX files of a few operators, so that tests need no real model. A dimension of -1 is written as the name
 * {@code N}. Whoever uses it needs {@code org.tribuo:tribuo-util-onnx} on the class path: the kit itself does not.
 */
public final class TinyModel {
    public static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    public static final int FLOAT16 = TensorProto.DataType.FLOAT16_VALUE;
    public static final int INT32 = TensorProto.DataType.INT32_VALUE;
    public static final int INT64 = TensorProto.DataType.INT64_VALUE;
    public static final int UINT8 = TensorProto.DataType.UINT8_VALUE;
    public static final int BOOL = TensorProto.DataType.BOOL_VALUE;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final ModelProto.Builder model = ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17));

    /** A model of one operator on one input, {@code in} to {@code out}. */
    public static TinyModel of(String operator, int type, List<Long> input, List<Long> output) {
        return new TinyModel()
                .input("in", type, input)
                .output("out", type, output)
                .node(operator, "in", "out");
    }

    public TinyModel input(String name, int type, List<Long> shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    public TinyModel output(String name, int type, List<Long> shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    public TinyModel constant(String name, List<Long> shape, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).addAllDims(shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    public TinyModel wholeNumbers(String name, List<Long> shape, long... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(INT64).addAllDims(shape);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** @param inputs with commas between */
    public TinyModel node(String operator, String inputs, String output, AttributeProto... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
        node.addAllInput(inputs.isEmpty() ? List.of() : List.of(inputs.split(",", -1)));
        node.addAllAttribute(List.of(attributes));
        graph.addNode(node);
        return this;
    }

    public TinyModel metadata(String key, String value) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
        return this;
    }

    public GraphProto graph() {
        return graph.build();
    }

    /** Writes the file into a folder. */
    public Path write(Path folder, String fileName) {
        try {
            return Files.write(
                    folder.resolve(fileName), model.setGraph(graph).build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    public static AttributeProto body(String name, TinyModel subgraph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(subgraph.graph())
                .build();
    }

    private static ValueInfoProto value(String name, int type, List<Long> shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            TensorShapeProto.Dimension.Builder one = TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(dimension < 0 ? one.setDimParam("N") : one.setDimValue(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
                .build();
    }
}
