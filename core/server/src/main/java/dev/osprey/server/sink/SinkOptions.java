package dev.osprey.server.sink;

import java.time.Duration;

/**
 * The pace of sinks.
 *
 * @param batch the most events in a call
 * @param deadline a call that takes longer is interrupted
 * @param firstPause after a failure; each further one doubles it
 * @param longestPause where doubling ends
 * @param poll how often the log is looked at though nothing was told
 */
record SinkOptions(int batch, Duration deadline, Duration firstPause, Duration longestPause, Duration poll) {
    static final SinkOptions DEFAULT = new SinkOptions(
            100, Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofSeconds(5));
}
