package dev.osprey.server.cli.bench;

import java.util.Arrays;

/** Durations, gathered by any number of threads. */
final class BenchLatencies {
    private double[] millis = new double[1024]; // guarded by this
    private int count; // guarded by this

    synchronized void add(double value) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = value;
    }

    synchronized int count() {
        return count;
    }

    /**
     * The smallest that at least so many of a hundred do not exceed.
     *
     * @param percent above 0, up to 100
     * @throws IllegalStateException if there is none
     */
    synchronized double percentileMillis(double percent) {
        if (count == 0) {
            throw new IllegalStateException("no percentile of no values");
        }
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted[Math.max(1, (int) Math.ceil(percent / 100 * count)) - 1];
    }
}
