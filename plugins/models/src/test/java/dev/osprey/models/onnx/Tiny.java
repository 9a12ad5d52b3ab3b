package dev.osprey.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.models.tfjs.Tensor;
import dev.osprey.models.tfjs.TfNode;
import dev.osprey.models.tfjs.TfjsGraph;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A graph of a few nodes, written by hand, that is converted and run. Its input is {@code x}, float32. */
final class Tiny {
    private final List<TfNode> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final int[] shape;

    private Tiny(int... shape) {
        this.shape = shape;
        node("x", "Placeholder", "{}");
    }

    /** A graph whose input has this shape; −1 leaves a dimension open. */
    static Tiny input(int... shape) {
        return new Tiny(shape);
    }

    Tiny floats(String name, int[] shape, float... values) {
        constants.put(name, Tensor.floats(shape, values));
        return this;
    }

    Tiny ints(String name, int... values) {
        constants.put(name, Tensor.ints(new int[] {values.length}, values));
        return this;
    }

    Tiny scalar(String name, int value) {
        constants.put(name, Tensor.ints(new int[0], value));
        return this;
    }

    /** Adds a node; strings in the attributes are written plainly, {@code s:TEXT}, and encoded here. */
    Tiny node(String name, String op, String attributes, String... inputs) {
        try {
            nodes.add(new TfNode(name, op, List.of(inputs), new ObjectMapper().readTree(encoded(attributes))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(attributes, e);
        }
        return this;
    }

    private static String encoded(String attributes) {
        return Pattern.compile("\"s:([^\"]*)\"")
                .matcher(attributes)
                .replaceAll(text -> "\""
                        + Base64.getEncoder().encodeToString(text.group(1).getBytes(StandardCharsets.UTF_8)) + "\"");
    }

    byte[] convert(String... outputs) {
        return GraphConverter.convert("tiny", new TfjsGraph(nodes, constants, List.of(outputs)), shape);
    }

    /** The first output of a run, cast to float by the graph if need be. */
    Output run(String output, long[] inputShape, float... input) throws OrtException {
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "osprey-models");
        try (OrtSession.SessionOptions options = asWritten();
                OrtSession session = environment.createSession(convert(output), options);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), inputShape);
                OrtSession.Result result = session.run(Map.of("x", tensor))) {
            OnnxTensor value = (OnnxTensor) result.get(0);
            FloatBuffer buffer = value.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return new Output(value.getInfo().getShape(), values);
        }
    }

    /** Runs the operations as they stand in the file, not what an optimiser makes of so few. */
    private static OrtSession.SessionOptions asWritten() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        return options;
    }

    /** A shape and the elements, as assertions want them. */
    static final class Output {
        private final long[] shape;
        private final float[] values;

        Output(long[] shape, float... values) {
            this.shape = shape;
            this.values = values;
        }

        long[] shape() {
            return shape;
        }

        float[] values() {
            return values;
        }
    }
}
