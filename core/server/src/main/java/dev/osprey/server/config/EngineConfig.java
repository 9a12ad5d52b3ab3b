package dev.osprey.server.config;

import java.time.Duration;

/**
 * How the engine runs; read at the start only.
 *
 * @param device where models run: {@code auto} (the first GPU, if there is one that can be used), {@code cpu},
 *     {@code cuda} or {@code cuda:N}
 * @param lanes threads that run stages; 0: as many as cores
 * @param deadline how long one call of a stage may take
 * @param maxResults the most results that are kept of one input of a stage
 */
public record EngineConfig(String device, int lanes, Duration deadline, int maxResults) {
    static final String DEVICE_PATTERN = "auto|cpu|cuda(:[0-9]{1,2})?";

    public static final EngineConfig DEFAULT = new EngineConfig("auto", 0, Duration.ofSeconds(5), 1000);
}
