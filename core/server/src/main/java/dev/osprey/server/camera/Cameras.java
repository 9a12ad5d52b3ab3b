package dev.osprey.server.camera;

import dev.osprey.engine.ConfigException;
import dev.osprey.server.config.ConfigApplier;
import dev.osprey.server.config.OspreyConfig;
import java.util.List;
import java.util.Optional;

/** All cameras that run. Thread-safe. */
public final class Cameras implements ConfigApplier, AutoCloseable {
    /** Starts, stops and changes what differs from what runs, and leaves all else alone. Blocks. */
    @Override
    public void apply(OspreyConfig next) throws ConfigException {}

    /** In the configuration's order. Cheap. */
    public List<CameraView> list() {
        return List.of();
    }

    /** Cheap. */
    public Optional<CameraView> find(String id) {
        return Optional.empty();
    }

    /** The newest picture that was analysed, or decoded where there is no analysis, held for the caller. Cheap. */
    public Optional<Snapshot> latest(String id) {
        return Optional.empty();
    }

    /** Blocks. */
    @Override
    public void close() {}
}
