package dev.osprey.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model opened in ONNX Runtime on the CPU to be looked at and tried. */
final class ModelSession implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;

    ModelSession(byte[] model) throws OrtException {
        environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "osprey-models");
        options = new OrtSession.SessionOptions();
        try {
            session = environment.createSession(model, options);
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    List<CatalogEntry.Port> inputs() throws OrtException {
        return ports(session.getInputInfo());
    }

    List<CatalogEntry.Port> outputs() throws OrtException {
        return ports(session.getOutputInfo());
    }

    /** Runs on several probes at once; each is one picture of the batch. */
    Map<String, FloatTensor> run(List<Probe> probes) throws OrtException {
        NodeInfo input = session.getInputInfo().values().iterator().next();
        OnnxJavaType type = ((TensorInfo) input.getInfo()).type;
        long[] shape =
                probes.get(0).shape().stream().mapToLong(Integer::longValue).toArray();
        shape[0] = probes.size();
        int size = probes.get(0).size();
        float[] values = new float[size * probes.size()];
        for (int picture = 0; picture < probes.size(); picture++) {
            for (int i = 0; i < size; i++) {
                values[picture * size + i] = (float) probes.get(picture).value(i);
            }
        }
        try (OnnxTensor tensor = tensor(type, values, shape);
                OrtSession.Result result = session.run(Map.of(input.getName(), tensor))) {
            Map<String, FloatTensor> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                OnnxTensor value = (OnnxTensor) output.getValue();
                outputs.put(
                        output.getKey(), new FloatTensor(whole(value.getInfo().getShape()), floats(value)));
            }
            return outputs;
        }
    }

    private OnnxTensor tensor(OnnxJavaType type, float[] values, long[] shape) throws OrtException {
        if (type == OnnxJavaType.FLOAT) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        }
        if (type == OnnxJavaType.INT32) {
            int[] whole = new int[values.length];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = (int) Math.floor(values[i]);
            }
            return OnnxTensor.createTensor(environment, IntBuffer.wrap(whole), shape);
        }
        throw new CheckException("an input is " + type + ", FLOAT and INT32 can be tried");
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static List<CatalogEntry.Port> ports(Map<String, NodeInfo> nodes) {
        List<CatalogEntry.Port> ports = new ArrayList<>();
        for (NodeInfo node : nodes.values()) {
            TensorInfo info = (TensorInfo) node.getInfo();
            ports.add(new CatalogEntry.Port(
                    node.getName(),
                    typeName(info.type),
                    Arrays.stream(info.getShape()).boxed().toList()));
        }
        return ports;
    }

    private static String typeName(OnnxJavaType type) {
        return type == OnnxJavaType.FLOAT ? "f32" : type == OnnxJavaType.INT32 ? "i32" : type.name();
    }

    private static List<Integer> whole(long[] shape) {
        return Arrays.stream(shape).mapToInt(Math::toIntExact).boxed().toList();
    }

    @Override
    public void close() throws OrtException {
        session.close();
        options.close();
    }
}
