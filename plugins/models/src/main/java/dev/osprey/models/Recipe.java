package dev.osprey.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * How one model is made and what the catalog says of it.
 *
 * @param source the package, by its name in {@link Recipes#sources()}
 * @param files in the package, each with its SHA-256: the model first; further ones that are not its weights are put
 *     beside the result
 * @param inputShape of the converted model, −1 where it is open; empty for a native one
 * @param batch {@code dynamic}, or 1 where the graph takes one picture at a time
 * @param probe the input of the checks
 */
record Recipe(
        String name,
        String task,
        String description,
        String source,
        Format format,
        Map<String, String> files,
        List<Integer> inputShape,
        String batch,
        List<String> labels,
        Map<String, String> properties,
        String licence,
        String provenance,
        String url,
        Probe probe) {

    /** What the package has. */
    enum Format {
        @JsonProperty("onnx")
        ONNX,
        @JsonProperty("tfjs-graph")
        TFJS_GRAPH,
        @JsonProperty("tfjs-layers")
        TFJS_LAYERS
    }

    Recipe {
        labels = List.copyOf(labels);
        inputShape = List.copyOf(inputShape);
        if (!batch.equals("dynamic") && !batch.equals("1")) {
            throw new IllegalArgumentException("batch of " + name + " must be dynamic or 1, got " + batch);
        }
        if (format != Format.ONNX && (inputShape.isEmpty() || (inputShape.get(0) < 0) != batch.equals("dynamic"))) {
            throw new IllegalArgumentException(
                    "inputShape of " + name + " must begin with -1 where batch is dynamic, got " + inputShape);
        }
    }

    boolean batchIsDynamic() {
        return batch.equals("dynamic");
    }

    /** The file of the package that has this ending. */
    String file(String ending) {
        return files.keySet().stream()
                .filter(file -> file.endsWith(ending))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " names no file ending in " + ending));
    }
}
