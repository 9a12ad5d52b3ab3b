package dev.osprey.server.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** Decides when a viewer that falls behind again and again gets JPEG, and when video is tried anew. Not thread-safe. */
final class Patience {
    private static final int MAX_DOUBLINGS = 4;

    private final HubOptions options;
    private final Deque<Long> falls = new ArrayDeque<>();
    private boolean exhausted;
    private int relapses;
    private long retryAt;

    Patience(HubOptions options) {
        this.options = options;
    }

    boolean exhausted() {
        return exhausted;
    }

    void fell() {
        long now = options.nanoClock().getAsLong();
        falls.add(now);
        while (now - falls.getFirst() > options.fallsWithin().toNanos()) {
            falls.removeFirst();
        }
        if (falls.size() >= options.fallsBeforeJpeg()) {
            falls.clear();
            exhausted = true;
            retryAt = now + penalty();
            relapses++;
        }
    }

    /** Even JPEG is too much: the time starts again. */
    void fellAsJpeg() {
        if (exhausted) {
            retryAt = options.nanoClock().getAsLong() + penalty();
        }
    }

    private long penalty() {
        return options.jpegPenalty().toNanos() << Math.min(relapses, MAX_DOUBLINGS);
    }

    void relax() {
        if (exhausted && options.nanoClock().getAsLong() - retryAt >= 0) {
            exhausted = false;
        }
    }
}
