package dev.osprey.server.config;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration, checked: file, overlay and environment taken together.
 *
 * @param timezone whose local time schedules go by
 * @param cameras by id, in the file's order
 * @param pipelines by name, in the file's order
 * @param sinks in the file's order
 */
public record OspreyConfig(
        ServerConfig server,
        EngineConfig engine,
        StoreConfig store,
        ZoneId timezone,
        Map<String, CameraConfig> cameras,
        Map<String, PipelineConfig> pipelines,
        List<SinkConfig> sinks) {
    public OspreyConfig {
        cameras = Collections.unmodifiableMap(new LinkedHashMap<>(cameras));
        pipelines = Collections.unmodifiableMap(new LinkedHashMap<>(pipelines));
        sinks = List.copyOf(sinks);
    }
}
