package dev.osprey.engine.schedule;

import java.util.Arrays;

/** Counts calls and their CPU time, and remembers how long the latest took. Not thread-safe. */
final class CallTimes {
    private static final int REMEMBERED = 256;

    private final long[] latestNanos = new long[REMEMBERED];
    private long calls;
    private long measured;
    private long sumNanos;
    private long cpuNanos;

    void add(long nanos) {
        int slot = (int) (measured % REMEMBERED);
        sumNanos += nanos - latestNanos[slot];
        latestNanos[slot] = nanos;
        measured++;
        calls++;
    }

    /** A call that loads and warms up says nothing of how long calls take. */
    void addWarmUp() {
        calls++;
    }

    /** The same figures, which stay as they are. */
    CallTimes copy() {
        CallTimes copy = new CallTimes();
        System.arraycopy(latestNanos, 0, copy.latestNanos, 0, REMEMBERED);
        copy.calls = calls;
        copy.measured = measured;
        copy.sumNanos = sumNanos;
        copy.cpuNanos = cpuNanos;
        return copy;
    }

    boolean isMeasured() {
        return measured > 0;
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
        return measured == 0 ? 0 : sumNanos / 1e6 / remembered();
    }

    /** The time that a share (0..1) of the latest calls did not exceed. */
    double percentileMillis(double share) {
        if (measured == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(latestNanos, remembered());
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
    }

    private int remembered() {
        return (int) Math.min(measured, REMEMBERED);
    }
}
