package dev.osprey.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How one loaded stage fares.
 *
 * @param name of the stage
 * @param plugin that it comes from
 * @param settings its own record, written out
 * @param message why it does not run, or empty
 * @param calls of {@code process} since it was first made
 * @param errors calls that failed in any way
 * @param timeouts calls that passed their deadline
 * @param recreations how often it was made anew after errors
 * @param lastError in words, or empty
 * @param meanMillis of the latest calls
 * @param p50Millis of the latest calls
 * @param p99Millis of the latest calls
 * @param cpuSeconds that its calls have used since it was first made, those under way so far; 0 where Java cannot tell
 * @param cameras that use it
 */
public record StageStatus(
        String name,
        String plugin,
        JsonNode settings,
        State state,
        String message,
        long calls,
        long errors,
        long timeouts,
        int recreations,
        String lastError,
        double meanMillis,
        double p50Millis,
        double p99Millis,
        double cpuSeconds,
        List<String> cameras) {
    public StageStatus {
        cameras = List.copyOf(cameras);
    }

    public enum State {
        RUNNING,
        /** Being made anew, or waiting for memory or a device. */
        BACKING_OFF,
        /** Out of use; it is tried again after a growing pause. */
        QUARANTINED
    }
}
