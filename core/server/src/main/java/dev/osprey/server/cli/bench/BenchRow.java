package dev.osprey.server.cli.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code bench} found for one number of cameras. Its fields are those of the JSON.
 *
 * @param analysesPerSecond of all cameras together
 * @param boundPerSecond the most that this machine could have analysed
 * @param ratio of the two
 * @param overheadMillis CPU a frame that is neither demultiplexing, decoding, reading nor inference
 * @param latencyMillis from a packet's arrival to the result
 * @param cpuPercent what this process used of all cores, cameras and their simulators among it
 */
@JsonPropertyOrder({
    "cameras",
    "analysesPerSecond",
    "boundPerSecond",
    "ratio",
    "overheadMillis",
    "latencyMillis",
    "cpuPercent"
})
record BenchRow(
        int cameras,
        double analysesPerSecond,
        double boundPerSecond,
        double ratio,
        double overheadMillis,
        Latency latencyMillis,
        double cpuPercent) {
    static final double LEAST_RATIO = 0.9;
    static final double MOST_OVERHEAD_MILLIS = 1;

    /** Half of the results came within {@code p50}, all but one in a hundred within {@code p99}. */
    record Latency(double p50, double p99) {}

    static BenchRow of(BenchFigures figures, BenchLatencies latencies) {
        return new BenchRow(
                figures.cameras(),
                rounded(figures.analysesPerSecond()),
                rounded(figures.boundPerSecond()),
                rounded(figures.ratio()),
                rounded(figures.overheadMillis()),
                new Latency(rounded(latencies.percentileMillis(50)), rounded(latencies.percentileMillis(99))),
                rounded(figures.cpuPercent()));
    }

    /** The budgets that it missed, by the names of their columns. */
    List<String> missed() {
        List<String> missed = new ArrayList<>();
        if (ratio < LEAST_RATIO) {
            missed.add("ratio");
        }
        if (overheadMillis >= MOST_OVERHEAD_MILLIS) {
            missed.add("overhead");
        }
        return missed;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
