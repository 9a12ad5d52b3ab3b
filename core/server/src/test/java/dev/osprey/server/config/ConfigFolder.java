package dev.osprey.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.FakeStages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with a configuration file and a data folder. */
final class ConfigFolder {
    static final String VALID =
            """
            server: {listen: "127.0.0.1:0"}
            cameras:
              hall: {source: "rtsp://192.0.2.1/hall", pipeline: people}
            pipelines:
              people:
                stages:
                  - look: {}
            """;

    private final Path folder;
    private Map<String, String> environment = Map.of();

    ConfigFolder(Path folder, String yaml) {
        this.folder = folder;
        write(yaml);
    }

    ConfigFolder with(String variable, String value) {
        environment = Map.of(variable, value);
        return this;
    }

    void write(String yaml) {
        try {
            Files.writeString(file(), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return folder.resolve("osprey.yaml");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path overlay() {
        return data().resolve("overlay.json");
    }

    ConfigStore load() throws ConfigException {
        return ConfigStore.load(file(), data(), environment, Plugins.of(new FakeStages.Look()));
    }

    /** What is wrong, one line a problem. */
    List<String> problems() {
        try {
            load();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
