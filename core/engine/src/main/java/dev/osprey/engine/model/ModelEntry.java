package dev.osprey.engine.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.spi.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@code NAME.json} says of a model; keys that only people read are passed over. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelEntry(String name, String file, String task, List<String> labels, Map<String, String> properties) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    ModelEntry(
            @Nullable String name,
            @Nullable String file,
            @Nullable String task,
            @Nullable List<String> labels,
            @Nullable Map<String, String> properties) {
        this.name = name == null ? "" : name;
        this.file = file == null ? "" : file;
        this.task = task == null ? "" : task;
        this.labels = labels == null ? List.of() : List.copyOf(labels);
        this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    static ModelEntry read(Path entry) throws ConfigException {
        try {
            return JSON.readValue(Files.readString(entry), ModelEntry.class);
        } catch (JsonProcessingException e) {
            throw new ConfigException("", "is not a model's description: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigException("", "cannot be read: " + e);
        }
    }

    Model toModel(Path folder) throws ConfigException {
        if (name.isEmpty()) {
            throw new ConfigException("", "needs 'name'");
        }
        Path path = folder.resolve(file.isEmpty() ? name + ".onnx" : file);
        return new Model(name, path, task, labels, properties);
    }
}
