package dev.osprey.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket's way out. Anybody may hand messages over; they are written on the connection's context.
 *
 * <p>What is handed to the socket cannot be taken back, so that little is: the rest waits here, where video that has
 * become old is dropped up to its next key frame, and of results, status and JPEGs the newest replaces the one that
 * waits. So a viewer on a slow line sees less, but nothing old.
 */
final class Outlet {
    /** Of what waits here; enough for what a newcomer gets since the last key frame. */
    static final long MAX_QUEUED_BYTES = 4L << 20;

    /** Texts that must not be dropped; a client that asks on and on and reads nothing is closed at this. */
    static final long MAX_CONTROL_BYTES = 1L << 20;

    /** In the socket's own queue. */
    static final long MAX_IN_FLIGHT_BYTES = 64L << 10;

    /** A longer message goes out in several WebSocket frames, so that progress shows on a slow line. */
    private static final int FRAME_BYTES = 64 << 10;

    static final long FULL_AGE_NANOS = 1_000_000_000L;
    static final long STALE_AGE_NANOS = 2_000_000_000L;

    private final ServerWebSocket socket;
    private final Context context;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();

    /* Guarded by the lock. */
    private final Deque<Item> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long controlBytes;
    private boolean pumpScheduled;
    private boolean closed;
    private long staleDropped;

    /* Owned by the context. */
    private long inFlightBytes;
    private boolean pumping;

    private volatile long progressNanos;
    private volatile boolean waiting;

    Outlet(ServerWebSocket socket, Context context, LongSupplier nanoClock) {
        this.socket = socket;
        this.context = context;
        this.nanoClock = nanoClock;
        this.progressNanos = nanoClock.getAsLong();
    }

    /** Whether more video would pile up. */
    boolean full() {
        lock.lock();
        try {
            Item oldest = queue.peekFirst();
            return closed
                    || queuedBytes > MAX_QUEUED_BYTES
                    || (oldest != null && nanoClock.getAsLong() - oldest.sinceNanos > FULL_AGE_NANOS);
        } finally {
            lock.unlock();
        }
    }

    /** A message that is never dropped. False: too many wait already, the client is beyond help. */
    boolean control(String text) {
        lock.lock();
        try {
            if (controlBytes + text.length() > MAX_CONTROL_BYTES) {
                return false;
            }
            controlBytes += text.length();
            add(new Item(null, null, text, null, nanoClock.getAsLong()), text.length());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A unit of a stream that depends on those before it, up to the last key frame. */
    void unit(Line line, boolean key, Buffer message) {
        lock.lock();
        try {
            if (line.broken && !key) {
                staleDropped++;
                return;
            }
            line.broken = false;
            add(new Item(line, null, null, message, nanoClock.getAsLong()), message.length());
        } finally {
            lock.unlock();
        }
    }

    /** Something that only its newest is worth sending of; text or binary. */
    void newest(Slot slot, @Nullable String text, @Nullable Buffer binary) {
        lock.lock();
        try {
            boolean queued = slot.text != null || slot.binary != null;
            slot.text = text;
            slot.binary = binary;
            if (!queued) {
                add(new Item(null, slot, null, null, nanoClock.getAsLong()), 0);
            } else {
                slot.replaced++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether something waits and nothing has gone out for so long. */
    boolean stalled(long nanos) {
        return waiting && nanoClock.getAsLong() - progressNanos > nanos;
    }

    long staleDropped() {
        lock.lock();
        try {
            return staleDropped;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            queuedBytes = 0;
        } finally {
            lock.unlock();
        }
    }

    private void add(Item item, int bytes) {
        if (closed) {
            return;
        }
        queue.addLast(item);
        queuedBytes += bytes;
        if (!pumpScheduled) {
            pumpScheduled = true;
            context.runOnContext(ignored -> pump());
        }
    }

    /** A write may complete at once, within the call: then the loop that runs goes on, and no second one starts. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (inFlightBytes < MAX_IN_FLIGHT_BYTES) {
                Out next = take();
                if (next == null) {
                    return;
                }
                write(next);
            }
        } finally {
            pumping = false;
        }
    }

    private @Nullable Out take() {
        lock.lock();
        try {
            dropStale();
            Item item = queue.pollFirst();
            if (item == null) {
                pumpScheduled = false;
                return null;
            }
            if (item.slot != null) {
                return item.slot.take();
            }
            queuedBytes -= item.bytes();
            if (item.text != null) {
                controlBytes -= item.text.length();
            }
            return new Out(item.text, item.binary);
        } finally {
            lock.unlock();
        }
    }

    private void dropStale() {
        Item oldest = queue.peekFirst();
        if (oldest == null || nanoClock.getAsLong() - oldest.sinceNanos < STALE_AGE_NANOS) {
            return;
        }
        for (Iterator<Item> each = queue.iterator(); each.hasNext(); ) {
            Item item = each.next();
            if (item.line != null) {
                item.line.broken = true;
                queuedBytes -= item.bytes();
                staleDropped++;
                each.remove();
            }
        }
    }

    private void write(Out out) {
        if (socket.isClosed()) {
            close();
            return;
        }
        if (inFlightBytes == 0) {
            progressNanos = nanoClock.getAsLong();
        }
        String text = out.text;
        if (text != null) {
            sent(socket.writeFrame(WebSocketFrame.textFrame(text, true)), text.length());
            return;
        }
        Buffer message = out.binary;
        if (message == null) {
            return;
        }
        int length = message.length();
        for (int from = 0; from < length; from += FRAME_BYTES) {
            int to = Math.min(length, from + FRAME_BYTES);
            Buffer part = from == 0 && to == length ? message : message.slice(from, to);
            WebSocketFrame frame = from == 0
                    ? WebSocketFrame.binaryFrame(part, to == length)
                    : WebSocketFrame.continuationFrame(part, to == length);
            sent(socket.writeFrame(frame), to - from);
        }
    }

    private void sent(Future<Void> written, int bytes) {
        inFlightBytes += bytes;
        waiting = true;
        written.onComplete(done -> {
            inFlightBytes -= bytes;
            progressNanos = nanoClock.getAsLong();
            waiting = inFlightBytes > 0;
            if (done.failed()) {
                close();
            } else {
                pump();
            }
        });
    }

    /** A stream whose units depend on each other. */
    static final class Line {
        /* Guarded by the outlet's lock. */
        private boolean broken;
    }

    /** A place for one message, where a newer one replaces it. */
    static final class Slot {
        /* Guarded by the outlet's lock. */
        private @Nullable String text;
        private @Nullable Buffer binary;
        private long replaced;

        private Out take() {
            Out out = new Out(text, binary);
            text = null;
            binary = null;
            return out;
        }
    }

    private record Out(@Nullable String text, @Nullable Buffer binary) {}

    private record Item(
            @Nullable Line line, @Nullable Slot slot, @Nullable String text, @Nullable Buffer binary, long sinceNanos) {
        int bytes() {
            if (text != null) {
                return text.length();
            }
            return binary == null ? 0 : binary.length();
        }
    }
}
