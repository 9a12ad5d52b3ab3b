package dev.osprey.server.config;

import java.time.Duration;

/**
 * How the engine runs; read at the start only.
 *
 * @param lanes threads that run stages; 0: as many as cores
 * @param deadline how long one call of a stage may take
 */
public record EngineConfig(int lanes, Duration deadline) {
    public static final EngineConfig DEFAULT = new EngineConfig(0, Duration.ofSeconds(5));
}
