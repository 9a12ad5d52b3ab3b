package dev.osprey.server;

import dev.osprey.engine.EngineOptions;
import dev.osprey.server.config.EngineConfig;
import dev.osprey.spi.Device;

/** What the configuration's {@code engine} section means. */
public final class EngineSettings {
    private static final System.Logger LOG = System.getLogger(EngineSettings.class.getName());

    private EngineSettings() {}

    /** Looks for a GPU, unless the section says where models run. */
    public static EngineOptions options(EngineConfig config) {
        Device device = Devices.choose(config.device());
        LOG.log(System.Logger.Level.INFO, "models run on {0} {1}", device.kind(), device.index());
        EngineOptions options = EngineOptions.defaults()
                .withDevice(device)
                .withDeadline(config.deadline())
                .withMaxResults(config.maxResults());
        return config.lanes().map(options::withLanes).orElse(options);
    }
}
