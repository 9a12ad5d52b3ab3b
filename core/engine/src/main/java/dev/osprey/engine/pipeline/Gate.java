package dev.osprey.engine.pipeline;

import java.time.Duration;

/**
 * Lets a stage run only while another one has found something lately.
 *
 * @param node the index of the other one in the pipeline
 * @param hold for how long after the find, by capture time
 */
public record Gate(int node, Duration hold) {
    public static final Duration DEFAULT_HOLD = Duration.ofSeconds(2);
}
