package dev.osprey.server.cli.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.Problem;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.EngineSettings;
import dev.osprey.server.camera.SceneChecks;
import dev.osprey.server.config.ConfigStore;
import dev.osprey.server.config.OspreyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Plugins, models, configuration and an engine without cameras: what the commands that open none work with. */
public final class OfflineEngine implements AutoCloseable {
    private final Path scratch;
    private final Plugins plugins;
    private final OspreyConfig config;
    private final List<Problem> leftOut;
    private final EngineOptions options;
    private final Engine engine;

    /** With the engine that the configuration asks for. */
    public OfflineEngine(Home home, Path configFile) throws ConfigException, IOException {
        this(home, configFile, UnaryOperator.identity());
    }

    /** @param change what is to be otherwise than the configuration says */
    public OfflineEngine(Home home, Path configFile, UnaryOperator<EngineOptions> change)
            throws ConfigException, IOException {
        scratch = Files.createTempDirectory("osprey");
        plugins = Plugins.load(home.plugins(), scratch.resolve("plugins"));
        try {
            ModelCatalog models = ModelCatalog.read(home.models(), configFile.resolveSibling("."));
            ConfigStore store = ConfigStore.load(configFile, home.data(), System.getenv(), plugins);
            config = store.current();
            leftOut = store.problems();
            options = change.apply(EngineSettings.options(config.engine()));
            engine = new Engine(options, models);
        } catch (ConfigException e) {
            List<Problem> all = new ArrayList<>(plugins.problems()); // a stage may be unknown as its plugin is broken
            all.addAll(e.problems());
            plugins.close();
            TemporaryFolder.delete(scratch);
            throw new ConfigException(all);
        } catch (RuntimeException e) {
            plugins.close();
            TemporaryFolder.delete(scratch);
            throw e;
        }
    }

    /**
     * What is wrong with the pipelines of a file whose configuration was refused, as far as each can be loaded by
     * itself. Those that do not parse, or name secrets, are left out: the refusal speaks of them.
     */
    public static List<Problem> tryPipelinesOf(Home home, Path configFile) throws IOException {
        Path scratch = Files.createTempDirectory("osprey");
        List<Problem> problems = new ArrayList<>();
        try (Plugins plugins = Plugins.load(home.plugins(), scratch.resolve("plugins"));
                Engine engine = new Engine(
                        EngineOptions.defaults().withLanes(1),
                        ModelCatalog.read(home.models(), configFile.resolveSibling(".")))) {
            JsonNode pipelines = new YAMLMapper().readTree(configFile.toFile()).path("pipelines");
            for (Map.Entry<String, JsonNode> entry : pipelines.properties()) {
                if (!entry.getValue().toString().contains("${")) {
                    tryOne(engine, plugins, entry.getKey(), entry.getValue()).forEach(problems::add);
                }
            }
        } catch (JsonProcessingException | ConfigException e) {
            return problems; // it has been said why
        } finally {
            TemporaryFolder.delete(scratch);
        }
        return problems;
    }

    private static List<Problem> tryOne(Engine engine, Plugins plugins, String name, JsonNode source) {
        Pipeline pipeline;
        try {
            pipeline = Pipeline.parse(name, source, plugins);
        } catch (ConfigException e) {
            return List.of(); // the refusal has said so
        }
        try (PreparedPipeline prepared = engine.prepare(pipeline)) {
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    public Plugins plugins() {
        return plugins;
    }

    public OspreyConfig config() {
        return config;
    }

    public EngineOptions options() {
        return options;
    }

    public Engine engine() {
        return engine;
    }

    /** Loads a pipeline's stages and models. */
    public PreparedPipeline prepare(String name) throws ConfigException {
        var pipeline = config.pipelines().get(name);
        if (pipeline == null) {
            throw new ConfigException(
                    "--pipeline",
                    "no pipeline '" + name + "' in the configuration; there are: "
                            + String.join(", ", new TreeSet<>(config.pipelines().keySet())));
        }
        return engine.prepare(pipeline.pipeline());
    }

    /** Loads every pipeline and lets it go again. */
    public List<Problem> tryAll() {
        List<Problem> problems = new ArrayList<>(plugins.problems());
        problems.addAll(leftOut);
        for (Map.Entry<String, Pipeline> entry : pipelines().entrySet()) {
            try (PreparedPipeline prepared = engine.prepare(entry.getValue())) {
                config.cameras().values().stream()
                        .filter(camera -> entry.getKey().equals(camera.pipeline()))
                        .forEach(camera -> problems.addAll(SceneChecks.labels(camera, prepared)));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        return problems;
    }

    private Map<String, Pipeline> pipelines() {
        Map<String, Pipeline> all = new java.util.TreeMap<>();
        config.pipelines().forEach((name, pipeline) -> all.put(name, pipeline.pipeline()));
        return all;
    }

    @Override
    public void close() {
        engine.close();
        plugins.close();
        TemporaryFolder.delete(scratch);
    }
}
