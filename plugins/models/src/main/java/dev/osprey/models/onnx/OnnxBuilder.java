package dev.osprey.models.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import dev.osprey.models.tfjs.DType;
import dev.osprey.models.tfjs.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts an ONNX file together, operation by operation; what is written depends on the calls alone, byte for byte. */
public final class OnnxBuilder {
    /** The operator set that is written. */
    public static final int OPSET = 18;

    private static final int IR_VERSION = 8;
    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, String> shared = new HashMap<>();
    private int names;

    public OnnxBuilder(String name) {
        graph.setName(name);
    }

    /** Declares an input; a dimension of −1 is open, and called N. */
    public void input(String name, DType type, int... shape) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(onnxType(type));
        OnnxMl.TensorShapeProto.Builder dims = tensor.getShapeBuilder();
        for (int axis = 0; axis < shape.length; axis++) {
            OnnxMl.TensorShapeProto.Dimension.Builder dim = dims.addDimBuilder();
            if (shape[axis] >= 0) {
                dim.setDimValue(shape[axis]);
            } else {
                dim.setDimParam(axis == 0 ? BATCH : BATCH + axis);
            }
        }
        graph.addInputBuilder().setName(name).getTypeBuilder().setTensorType(tensor);
    }

    /** Declares an output; ONNX Runtime works out its shape. */
    public void output(String name, DType type) {
        graph.addOutputBuilder()
                .setName(name)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(onnxType(type));
    }

    /** Adds a constant under this name. */
    public String constant(String name, Tensor tensor) {
        TensorProto.Builder proto = TensorProto.newBuilder().setName(name).setDataType(onnxType(tensor.type()));
        for (int dim : tensor.shape()) {
            proto.addDims(dim);
        }
        proto.setRawData(ByteString.copyFrom(bytes(tensor)));
        graph.addInitializer(proto);
        return name;
    }

    public String constant(Tensor tensor) {
        return constant(newName("constant"), tensor);
    }

    /** A one-dimensional int64 constant, as axes and shapes are given. */
    public String int64s(long... values) {
        return shared.computeIfAbsent("int64" + Arrays.toString(values), key -> {
            ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            for (long value : values) {
                raw.putLong(value);
            }
            String name = newName("constant");
            graph.addInitializerBuilder()
                    .setName(name)
                    .setDataType(TensorProto.DataType.INT64_VALUE)
                    .addDims(values.length)
                    .setRawData(ByteString.copyFrom(raw.array()));
            return name;
        });
    }

    /** A float32 scalar. */
    public String scalar(float value) {
        return shared.computeIfAbsent("float" + value, key -> constant(Tensor.floats(new int[0], value)));
    }

    /** Begins an operation; it is added when its outputs are named. */
    public Operation op(String type, String... inputs) {
        return op(type, List.of(inputs));
    }

    public Operation op(String type, Collection<String> inputs) {
        return new Operation(NodeProto.newBuilder().setOpType(type).addAllInput(inputs));
    }

    /** A name that no value has yet. */
    public String newName(String what) {
        return "osprey/" + what + "_" + names++;
    }

    public byte[] build() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("osprey")
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static int onnxType(DType type) {
        return switch (type) {
            case FLOAT -> TensorProto.DataType.FLOAT_VALUE;
            case INT32 -> TensorProto.DataType.INT32_VALUE;
            case BOOL -> TensorProto.DataType.BOOL_VALUE;
        };
    }

    private static byte[] bytes(Tensor tensor) {
        ByteBuffer raw = ByteBuffer.allocate(tensor.size() * (tensor.type() == DType.BOOL ? 1 : 4))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.type()) {
            case FLOAT -> raw.asFloatBuffer().put(tensor.floats());
            case INT32 -> raw.asIntBuffer().put(tensor.ints());
            case BOOL -> {
                for (int value : tensor.ints()) {
                    raw.put((byte) value);
                }
            }
        }
        return raw.array();
    }

    /** One operation being described. */
    public final class Operation {
        private final NodeProto.Builder node;

        private Operation(NodeProto.Builder node) {
            this.node = node;
        }

        public Operation integer(String key, long value) {
            node.addAttributeBuilder()
                    .setName(key)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value);
            return this;
        }

        public Operation integers(String key, long... values) {
            AttributeProto.Builder attribute =
                    node.addAttributeBuilder().setName(key).setType(AttributeProto.AttributeType.INTS);
            for (long value : values) {
                attribute.addInts(value);
            }
            return this;
        }

        public Operation real(String key, float value) {
            node.addAttributeBuilder()
                    .setName(key)
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(value);
            return this;
        }

        public Operation string(String key, String value) {
            node.addAttributeBuilder()
                    .setName(key)
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(value));
            return this;
        }

        /** Converts to this type; the attribute of a Cast. */
        public Operation type(String key, DType type) {
            return integer(key, onnxType(type));
        }

        /** Adds the operation with these outputs and returns the first. */
        public String to(String... outputs) {
            graph.addNode(
                    node.setName(node.getOpType() + "_" + graph.getNodeCount()).addAllOutput(List.of(outputs)));
            return outputs[0];
        }

        /** Adds the operation with one output under a new name, and returns that. */
        public String make() {
            return to(newName(node.getOpType()));
        }
    }
}
