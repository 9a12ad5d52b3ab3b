package dev.osprey.server.live;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that are kept for viewers, over all cameras and connections. A message that several hold counts once, as
 * they share its buffer. Thread-safe.
 */
public final class HeldBytes {
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    /** @param limit in bytes */
    public HeldBytes(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be >= 1 byte, got " + limit);
        }
        this.limit = limit;
    }

    void add(long more) {
        bytes.addAndGet(more);
    }

    public long bytes() {
        return bytes.get();
    }

    /** Whether those who are behind must let go of what waits for them. */
    boolean scarce() {
        return bytes.get() > limit;
    }
}
