package dev.osprey.models;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the catalog says of a model: the file {@code NAME.json} beside {@code NAME.onnx}.
 *
 * @param file the {@code .onnx} file, beside this one
 * @param sha256 of that file
 * @param properties how the model is fed and decoded
 * @param batch {@code dynamic}, or the number 1
 * @param companions further files beside it, such as a dictionary, each with its SHA-256
 */
@JsonPropertyOrder({"name", "file", "sha256", "task", "description", "labels", "properties", "batch"})
record CatalogEntry(
        String name,
        String file,
        String sha256,
        String task,
        String description,
        List<String> labels,
        Map<String, String> properties,
        Object batch,
        String licence,
        String provenance,
        String url,
        Map<String, String> companions,
        List<Port> inputs,
        List<Port> outputs) {

    /**
     * An input or output.
     *
     * @param type such as {@code f32}
     * @param shape −1 where it is open
     */
    record Port(String name, String type, List<Long> shape) {
        Port {
            shape = List.copyOf(shape);
        }
    }

    CatalogEntry {
        properties = new TreeMap<>(properties);
        companions = new TreeMap<>(companions);
    }

    byte[] toJson() throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return (new ObjectMapper().writer(printer).writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
