package dev.osprey.server.cli.sdk;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model takes and gives, as far as its file says.
 *
 * @param inputs as in {@code images float32[1,3,640,640]}; a question mark where a dimension is open
 * @param outputs likewise
 * @param properties how its pictures are probably prepared, in the form of a model's description
 */
record ModelSummary(List<String> inputs, List<String> outputs, Map<String, String> properties) {
    private static final Set<OnnxJavaType> PICTURES =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.INT32, OnnxJavaType.UINT8);

    /** Where a model leaves its size open; somebody has to say which one it was trained with. */
    private static final String USUAL_SIZE = "224x224";

    /** @throws IllegalArgumentException in words, if it cannot be loaded or takes anything but one picture */
    static ModelSummary read(Path file) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "osprey")
                    .createSession(file.toString(), options)) {
                return of(
                        session.getInputInfo().values(), session.getOutputInfo().values());
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException("--onnx " + file + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static ModelSummary of(Collection<NodeInfo> inputs, Collection<NodeInfo> outputs) {
        List<String> taken = words(inputs);
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("the model takes " + String.join(" and ", taken)
                    + "; one input is expected, a picture: export it without the others, or begin without --onnx and"
                    + " use the toolkit's InferenceStage");
        }
        ValueInfo info = inputs.iterator().next().getInfo();
        if (!(info instanceof TensorInfo tensor) || !PICTURES.contains(tensor.type)) {
            throw notAPicture(taken);
        }
        return new ModelSummary(taken, words(outputs), properties(tensor.getShape(), tensor.type, taken));
    }

    static Map<String, String> properties(long[] shape, OnnxJavaType type, List<String> taken) {
        boolean planar = shape.length == 4 && isChannels(shape[1]);
        if (!planar && !(shape.length == 4 && isChannels(shape[3]))) {
            throw notAPicture(taken);
        }
        boolean fractions = type == OnnxJavaType.FLOAT || type == OnnxJavaType.FLOAT16;
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("order", shape[planar ? 1 : 3] == 1 ? "GREY" : "RGB");
        properties.put("mean", "0");
        properties.put("std", fractions ? "255" : "1");
        properties.put("fit", "stretch");
        if (shape[planar ? 2 : 1] < 0 || shape[planar ? 3 : 2] < 0) {
            properties.put("size", USUAL_SIZE);
        }
        return properties;
    }

    private static IllegalArgumentException notAPicture(List<String> taken) {
        return new IllegalArgumentException("the model takes " + String.join(" and ", taken) + "; a picture is wanted:"
                + " float32, float16, int32 or uint8, [N,C,H,W] or [N,H,W,C] of 1 or 3 channels");
    }

    private static boolean isChannels(long dimension) {
        return dimension == 1 || dimension == 3;
    }

    private static List<String> words(Collection<NodeInfo> nodes) {
        List<String> words = new ArrayList<>();
        for (NodeInfo node : nodes) {
            words.add(printable(node.getName()) + " " + shape(node.getInfo()));
        }
        return words;
    }

    private static String shape(ValueInfo info) {
        if (!(info instanceof TensorInfo tensor)) {
            return "(no tensor)";
        }
        List<String> dimensions = new ArrayList<>();
        for (long dimension : tensor.getShape()) {
            dimensions.add(dimension < 0 ? "?" : Long.toString(dimension));
        }
        String type = tensor.type == OnnxJavaType.FLOAT
                ? "float32"
                : tensor.type.name().toLowerCase(Locale.ROOT);
        return type + "[" + String.join(",", dimensions) + "]";
    }

    /** A tensor's name may be any text, and goes into a comment of Java. */
    static String printable(String name) {
        return name.chars()
                .mapToObj(c -> c == '\\' || c == '*' || c == '<' || c == '@' || c < ' ' || c > '~'
                        ? "?"
                        : Character.toString(c))
                .collect(Collectors.joining());
    }
}
