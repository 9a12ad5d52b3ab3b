package dev.osprey.engine.schedule;

import java.util.Arrays;

/** Counts calls and their CPU time, and remembers how long the latest took. Not thread-safe. */
final class Meter {
    private static final int REMEMBERED = 256;

    private final long[] latestNanos = new long[REMEMBERED];
    private long calls;
    private long sumNanos;
    private long cpuNanos;

    void add(long nanos) {
        int slot = (int) (calls % REMEMBERED);
        sumNanos += nanos - latestNanos[slot];
        latestNanos[slot] = nanos;
        calls++;
    }

    void addCpu(long nanos) {
        cpuNanos += nanos;
    }

    long calls() {
        return calls;
    }

    double cpuSeconds() {
        return cpuNanos / 1e9;
    }

    double meanMillis() {
        return calls == 0 ? 0 : sumNanos / 1e6 / remembered();
    }

    /** The time that a share (0..1) of the latest calls did not exceed. */
    double percentileMillis(double share) {
        if (calls == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(latestNanos, remembered());
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
    }

    private int remembered() {
        return (int) Math.min(calls, REMEMBERED);
    }
}
