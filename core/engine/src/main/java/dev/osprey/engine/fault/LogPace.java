package dev.osprey.engine.fault;

import java.util.concurrent.TimeUnit;

/**
 * When something that happens again and again is said again: at once, then after a minute, two, four, up to an hour;
 * from the first on after it has kept quiet for twice the pause. Not thread-safe.
 */
public final class LogPace {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.HOURS.toNanos(1);

    private long pauseNanos;
    private long lastSaidNanos;
    private long lastSeenNanos;
    private long unsaid;

    /**
     * It has happened.
     *
     * @return how often it has, this time included, since it was last said; 0 if it is not to be said now
     */
    public long happened(long nowNanos) {
        unsaid++;
        boolean first = pauseNanos == 0 || nowNanos - lastSeenNanos > 2 * pauseNanos;
        lastSeenNanos = nowNanos;
        if (!first && nowNanos - lastSaidNanos < pauseNanos) {
            return 0;
        }
        pauseNanos = first ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
        lastSaidNanos = nowNanos;
        long times = unsaid;
        unsaid = 0;
        return times;
    }
}
