package dev.osprey.server.camera;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** How many results a second a camera gives and how late they are, over the last of them. Thread-safe. */
final class Figures {
    private static final int KEPT = 512;
    private static final double WINDOW_SECONDS = 5;

    private final LongSupplier nanoClock;
    private final long[] atNanos = new long[KEPT];
    private final double[] latencyMillis = new double[KEPT];
    private long count;

    Figures(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized void result(double millis) {
        int slot = (int) (count % KEPT);
        atNanos[slot] = nanoClock.getAsLong();
        latencyMillis[slot] = Math.max(0, millis);
        count++;
    }

    /** Over the last five seconds, or over the last 512 results if they took less. */
    synchronized double perSecond() {
        long now = nanoClock.getAsLong();
        int kept = (int) Math.min(count, KEPT);
        int recent = 0;
        double oldestAge = 0;
        for (int i = 0; i < kept; i++) {
            double age = (now - atNanos[i]) / 1e9;
            if (age <= WINDOW_SECONDS) {
                recent++;
                oldestAge = Math.max(oldestAge, age);
            }
        }
        boolean overflown = recent == KEPT && oldestAge > 0;
        boolean young = count <= KEPT && recent == count && oldestAge >= 1;
        return recent / (overflown || young ? oldestAge : WINDOW_SECONDS);
    }

    /** @param quantile 0 to 1 */
    synchronized double latency(double quantile) {
        int kept = (int) Math.min(count, KEPT);
        if (kept == 0) {
            return 0;
        }
        double[] sorted = Arrays.copyOf(latencyMillis, kept);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(kept - 1, Math.floor(quantile * kept))];
    }
}
