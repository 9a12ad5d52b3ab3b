package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.text.Redactor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One camera.
 *
 * @param id {@code [a-z0-9-]{1,64}}
 * @param streams at least one; no role is held by two
 * @param pipeline the name of its pipeline; null: it is shown, but not analysed
 * @param enabled a disabled one is known, but not opened
 * @param shown its settings for page and API: as written, secrets by name, passwords masked
 * @param scene what is watched for before it
 * @param redactor knows the secrets of the configuration, for what is said of the camera
 */
public record CameraConfig(
        String id,
        List<StreamConfig> streams,
        @Nullable String pipeline,
        boolean enabled,
        Origin origin,
        JsonNode shown,
        SceneConfig scene,
        Redactor redactor) {
    public CameraConfig {
        streams = List.copyOf(streams);
    }

    CameraConfig withScene(SceneConfig other) {
        return new CameraConfig(id, streams, pipeline, enabled, origin, shown, other, redactor);
    }

    public Optional<StreamConfig> stream(Role role) {
        return streams.stream().filter(stream -> stream.roles().contains(role)).findFirst();
    }

    @Override
    public String toString() {
        return "camera " + id;
    }
}
