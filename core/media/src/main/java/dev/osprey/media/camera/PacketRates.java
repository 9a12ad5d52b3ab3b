package dev.osprey.media.camera;

import java.util.ArrayDeque;

/** Rates over the last seconds. For one thread. */
final class PacketRates {
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private record Sample(long nanos, int bytes) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private long bytes;

    void add(long nowNanos, int sizeBytes) {
        samples.addLast(new Sample(nowNanos, sizeBytes));
        bytes += sizeBytes;
        trim(nowNanos);
    }

    /** Packets a second. */
    double rate(long nowNanos) {
        trim(nowNanos);
        double seconds = seconds();
        return seconds <= 0 ? 0 : (samples.size() - 1) / seconds;
    }

    long bitsPerSecond(long nowNanos) {
        trim(nowNanos);
        double seconds = seconds();
        return seconds <= 0 ? 0 : Math.round((bytes - samples.peekFirst().bytes()) * 8 / seconds);
    }

    void clear() {
        samples.clear();
        bytes = 0;
    }

    private double seconds() {
        return samples.size() < 2
                ? 0
                : (samples.peekLast().nanos() - samples.peekFirst().nanos()) / 1e9;
    }

    private void trim(long nowNanos) {
        while (!samples.isEmpty() && nowNanos - samples.peekFirst().nanos() > WINDOW_NANOS) {
            bytes -= samples.pollFirst().bytes();
        }
    }
}
