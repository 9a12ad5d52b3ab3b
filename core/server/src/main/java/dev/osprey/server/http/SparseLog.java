package dev.osprey.server.http;

import java.util.function.LongSupplier;

/**
 * Warnings of something that strangers can bring about as often as they like: the first is logged, the next after a
 * second, then after two, up to ten minutes, each with how many it stands for. Thread-safe.
 */
final class SparseLog {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 600 * FIRST_NANOS;

    private final System.Logger log;
    private final LongSupplier nanoClock;

    /* Guarded by this. */
    private long pauseNanos;
    private long saidNanos;
    private long left;
    private boolean said;

    SparseLog(System.Logger log, LongSupplier nanoClock) {
        this.log = log;
        this.nanoClock = nanoClock;
    }

    void warn(String message) {
        long unsaid;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            if (said && now - saidNanos < pauseNanos) {
                left++;
                return;
            }
            boolean quiet = !said || now - saidNanos > 2 * LONGEST_NANOS;
            pauseNanos = quiet ? FIRST_NANOS : Math.min(LONGEST_NANOS, pauseNanos * 2);
            saidNanos = now;
            said = true;
            unsaid = left;
            left = 0;
        }
        log.log(System.Logger.Level.WARNING, unsaid == 0 ? message : message + " (and " + unsaid + " more before it)");
    }
}
