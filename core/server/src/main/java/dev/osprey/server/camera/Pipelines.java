package dev.osprey.server.camera;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.Problem;
import dev.osprey.server.config.CameraConfig;
import dev.osprey.server.config.OspreyConfig;
import dev.osprey.server.config.PipelineConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines that enabled cameras use, loaded. A change is made in three steps: {@link #prepare} what is new,
 * {@link #commit} it, and close the retired ones when no camera uses them any more. Not thread-safe.
 */
final class Pipelines implements AutoCloseable {
    private final Engine engine;
    private Map<String, Held> held = new HashMap<>();

    private record Held(JsonNode source, PreparedPipeline prepared) {}

    Pipelines(Engine engine) {
        this.engine = engine;
    }

    /** Loads what the configuration uses and is not loaded yet; what was loaded for it is given back if one fails. */
    Map<String, PreparedPipeline> prepare(OspreyConfig config) throws ConfigException {
        Map<String, PreparedPipeline> fresh = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        try {
            for (String name : used(config)) {
                PipelineConfig pipeline = config.pipelines().get(name);
                Held old = held.get(name);
                if (pipeline == null || old != null && old.source().equals(source(pipeline))) {
                    continue;
                }
                try {
                    fresh.put(name, engine.prepare(pipeline.pipeline()));
                } catch (ConfigException e) {
                    problems.addAll(e.problems());
                }
            }
        } catch (RuntimeException | Error e) {
            fresh.values().forEach(PreparedPipeline::close);
            throw e;
        }
        if (!problems.isEmpty()) {
            fresh.values().forEach(PreparedPipeline::close);
            throw new ConfigException(problems);
        }
        return fresh;
    }

    /** Makes a configuration's pipelines the current ones, and answers those that are to be retired. */
    List<PreparedPipeline> commit(OspreyConfig config, Map<String, PreparedPipeline> fresh) {
        Map<String, Held> next = new HashMap<>();
        List<PreparedPipeline> retired = new ArrayList<>();
        Set<String> used = used(config);
        held.forEach((name, old) -> {
            if (used.contains(name) && !fresh.containsKey(name)) {
                next.put(name, old);
            } else {
                retired.add(old.prepared());
            }
        });
        fresh.forEach((name, prepared) -> {
            PipelineConfig pipeline = config.pipelines().get(name);
            if (pipeline != null) {
                next.put(name, new Held(source(pipeline), prepared));
            }
        });
        held = next;
        return retired;
    }

    @Nullable
    PreparedPipeline get(@Nullable String name) {
        Held found = name == null ? null : held.get(name);
        return found == null ? null : found.prepared();
    }

    /** With its secrets put in: a secret that changed is a change. */
    private static JsonNode source(PipelineConfig pipeline) {
        return pipeline.pipeline().source();
    }

    private static Set<String> used(OspreyConfig config) {
        Set<String> used = new LinkedHashSet<>();
        for (CameraConfig camera : config.cameras().values()) {
            String name = camera.pipeline();
            if (camera.enabled() && name != null) {
                used.add(name);
            }
        }
        return used;
    }

    @Override
    public void close() {
        held.values().forEach(each -> each.prepared().close());
        held = Map.of();
    }
}
