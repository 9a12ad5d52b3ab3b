package dev.osprey.server.http.live;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Who follows events over HTTP, in numbers since the start. Thread-safe. */
public final class EventClients {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong stalled = new AtomicLong();

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void sent(int events) {
        sent.addAndGet(events);
    }

    void stalled() {
        stalled.incrementAndGet();
    }

    /** Connected now. */
    public int open() {
        return open.get();
    }

    public long sent() {
        return sent.get();
    }

    /** Cut off as they took nothing any more. */
    public long stalledClosed() {
        return stalled.get();
    }
}
