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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code NAME.json} says of a model; keys that only people read are passed over.
 *
 * @param sha256 of the file, in lower case hexadecimal; empty if nobody says
 * @param companions what else the model needs, files beside it by name, each with its SHA-256
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelEntry(
        String name,
        String file,
        String task,
        List<String> labels,
        Map<String, String> properties,
        String sha256,
        Map<String, String> companions) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    ModelEntry(
            @Nullable String name,
            @Nullable String file,
            @Nullable String task,
            @Nullable List<String> labels,
            @Nullable Map<String, String> properties,
            @Nullable String sha256,
            @Nullable Map<String, String> companions) {
        this.name = name == null ? "" : name;
        this.file = file == null ? "" : file;
        this.task = task == null ? "" : task;
        this.labels = labels == null ? List.of() : List.copyOf(labels);
        this.properties = properties == null ? Map.of() : Map.copyOf(properties);
        this.sha256 = sha256 == null ? "" : sha256;
        this.companions = companions == null ? Map.of() : Map.copyOf(companions);
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
        return Model.of(name, file(folder)).withTask(task).withLabels(labels).withProperties(properties);
    }

    private Path file(Path folder) {
        return folder.resolve(file.isEmpty() ? name + ".onnx" : file);
    }

    /** The files whose SHA-256 is told, with it. */
    Map<Path, String> hashes(Path folder) {
        Map<Path, String> hashes = new TreeMap<>();
        if (!sha256.isEmpty()) {
            hashes.put(file(folder), sha256);
        }
        companions.forEach((companion, hash) -> hashes.put(folder.resolve(companion), hash));
        return hashes;
    }
}
