package dev.osprey.server.http;

import java.util.function.LongSupplier;

/** One connection, from when it was taken in to its end. The deadlines are its event loop's. */
final class Visit {
    private final String address;
    private final Runnable closer;
    private final LongSupplier nanoClock;

    /* Owned by the connection's context. */
    private int requests;
    private boolean first = true;
    private long quietNanos;
    private long leavesNanos = Long.MAX_VALUE;

    /* Guarded by the lock of the connections. */
    boolean known;
    boolean counted;

    Visit(String address, Runnable closer, LongSupplier nanoClock) {
        this.address = address;
        this.closer = closer;
        this.nanoClock = nanoClock;
        this.quietNanos = nanoClock.getAsLong();
    }

    String address() {
        return address;
    }

    /** May be called on any thread. */
    void close() {
        closer.run();
    }

    /** The headers of a request are there. */
    void requested() {
        requests++;
        first = false;
    }

    /** A request is answered; one whose body is still under way has a moment to take note of the answer. */
    void answered(boolean bodyCame, long lingerNanos) {
        requests--;
        quietNanos = nanoClock.getAsLong();
        if (!bodyCame) {
            leavesNanos = quietNanos + lingerNanos;
        }
    }

    /** Whether nothing has come that would be waited for any longer. */
    boolean overdue(HttpLimits limits) {
        long now = nanoClock.getAsLong();
        if (requests > 0) {
            return false;
        }
        return leavesNanos != Long.MAX_VALUE && now - leavesNanos > 0
                || now - quietNanos > (first ? limits.headers() : limits.idle()).toNanos();
    }
}
