package dev.osprey.engine.event;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * One of two sides that something is on, -1 or 1; 0 as long as nobody knows. It changes once the thing is clearly on the
 * other one, or has been seen there, and nowhere else, for a while: a box that trembles on an edge stays where it was.
 */
final class Settled {
    private static final Duration AFTER = Duration.ofSeconds(1);

    private int side;
    private int other;
    private Instant since = Instant.MIN;

    Settled(int side) {
        this.side = side;
    }

    int side() {
        return side;
    }

    /** The side that it has been seen on lately, if it is not the one that it is on. */
    int other() {
        return other;
    }

    /** When it was first seen on the side that it is changing or has changed to. */
    Instant since() {
        return since;
    }

    /**
     * Whether the side has changed.
     *
     * @param clearly whether it is clearly there; asked only where that matters
     */
    boolean see(int seen, BooleanSupplier clearly, Instant at) {
        if (seen == side) {
            other = 0;
            return false;
        }
        if (other != seen) {
            other = seen;
            since = at;
        }
        if (!clearly.getAsBoolean() && Duration.between(since, at).compareTo(AFTER) < 0) {
            return false;
        }
        side = seen;
        other = 0;
        return true;
    }
}
