package dev.osprey.server.config;

import dev.osprey.engine.event.Rule;
import dev.osprey.engine.event.Scene;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is watched for before a camera.
 *
 * @param zones by name, masks too
 * @param lines by name
 */
public record SceneConfig(Scene scene, Map<String, Shape> zones, Map<String, Shape> lines) {
    static final SceneConfig EMPTY = new SceneConfig(Scene.EMPTY, Map.of(), Map.of());

    public SceneConfig {
        zones = Collections.unmodifiableMap(new LinkedHashMap<>(zones));
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }

    /** Zones or lines, by name. */
    public Map<String, Shape> shapes(ShapeKind kind) {
        return kind == ShapeKind.ZONES ? zones : lines;
    }

    SceneConfig withRules(List<Rule> rules) {
        Scene with = new Scene(scene.zones(), scene.lines(), scene.masks(), rules, scene.timezone());
        return new SceneConfig(with, zones, lines);
    }
}
