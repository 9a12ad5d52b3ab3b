package dev.osprey.server.http.live;

import dev.osprey.server.live.VideoMessage;
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
 * become old is dropped up to its newest key frame, and of results, status and JPEGs the newest replaces the one that
 * waits. So a viewer on a slow line sees less, but nothing old.
 *
 * <p>Video that waits is bounded by its age and, over all connections, by what the hub may hold: a message is shared by
 * all who wait for it.
 */
final class Outlet {
    /** Texts that must not be dropped; a client that asks on and on and reads nothing is closed at this. */
    static final long MAX_CONTROL_BYTES = 1L << 20;

    /** In the socket's own queue. */
    static final long MAX_IN_FLIGHT_BYTES = 64L << 10;

    /** A longer message goes out in several WebSocket frames, so that progress shows on a slow line. */
    private static final int FRAME_BYTES = 64 << 10;

    /** Video that no newer one follows is dropped at this. */
    static final long STALE_AGE_NANOS = 1_000_000_000L;

    private final ServerWebSocket socket;
    private final Context context;
    private final LongSupplier nanoClock;
    private final Answers answers;
    private final ReentrantLock lock = new ReentrantLock();

    /* Guarded by the lock. */
    private final Deque<Item> queue = new ArrayDeque<>();
    private long controlBytes;
    private boolean pumpScheduled;
    private boolean closed;
    private long skipped;

    /* Owned by the context. */
    private long inFlightBytes;
    private boolean pumping;

    /* Written on the context. */
    private volatile long progressNanos;
    private volatile boolean waiting;

    Outlet(ServerWebSocket socket, Context context, LongSupplier nanoClock) {
        this.socket = socket;
        this.context = context;
        this.nanoClock = nanoClock;
        this.progressNanos = nanoClock.getAsLong();
        this.answers = new Answers(socket, nanoClock);
    }

    /** As {@link dev.osprey.server.live.LiveSink#full}; without a line for what no queue of units waits for. */
    boolean full(@Nullable Line line, long maxLagNanos) {
        lock.lock();
        try {
            boolean stuck = lagNanos() > maxLagNanos;
            return closed || (line != null && skip(line, stuck, maxLagNanos)) || stuck;
        } finally {
            lock.unlock();
        }
    }

    /** How long what was written last has been on its way, beyond what the line takes anyway. */
    private long lagNanos() {
        long written = waiting ? nanoClock.getAsLong() - progressNanos : 0;
        return Math.max(written, answers.overdueNanos());
    }

    /**
     * Drops what waits for too long up to the newest key frame that does not. True: there is none, the line is broken.
     */
    @SuppressWarnings("ReferenceEquality") // the very item
    private boolean skip(Line line, boolean stuck, long maxLagNanos) {
        long now = nanoClock.getAsLong();
        Item oldest = null;
        Item key = null;
        for (Item item : queue) {
            if (item.line == line) {
                oldest = oldest == null ? item : oldest;
                boolean begins = item.video != null && item.video.key();
                key = begins && !stuck && now - item.sinceNanos <= maxLagNanos ? item : key;
            }
        }
        if (oldest == null || (!stuck && now - oldest.sinceNanos <= maxLagNanos)) {
            return false;
        }
        for (Iterator<Item> each = queue.iterator(); each.hasNext(); ) {
            Item item = each.next();
            if (item == key) {
                return false;
            }
            if (item.line == line) {
                item.drop();
                skipped++;
                each.remove();
            }
        }
        line.broken = true;
        return true;
    }

    /** A message that is never dropped. False: too many wait already, the client is beyond help. */
    boolean control(String text) {
        lock.lock();
        try {
            if (controlBytes + text.length() > MAX_CONTROL_BYTES) {
                return false;
            }
            if (add(new Item(null, null, text, null, nanoClock.getAsLong()))) {
                controlBytes += text.length();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A message that is never dropped, of which its sender has few under way at a time.
     *
     * @param written is called on the context once it has gone out; never if the socket is closed before
     */
    void text(String text, Runnable written) {
        lock.lock();
        try {
            add(new Item(null, null, text, null, nanoClock.getAsLong(), written));
        } finally {
            lock.unlock();
        }
    }

    /** A unit of a stream that depends on those before it, up to the last key frame. */
    void unit(Line line, VideoMessage message) {
        lock.lock();
        try {
            if (line.broken && !message.key()) {
                skipped++;
                return;
            }
            line.broken = false;
            if (!closed) {
                add(new Item(line, null, null, message.retain(), nanoClock.getAsLong()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something that only its newest is worth sending of; text or a picture. */
    void newest(Slot slot, @Nullable String text, @Nullable VideoMessage picture) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            boolean queued = slot.text != null || slot.picture != null;
            slot.set(text, picture == null ? null : picture.retain());
            if (!queued) {
                add(new Item(null, slot, null, null, nanoClock.getAsLong()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether something waits and nothing has gone out for so long. */
    boolean stalled(long nanos) {
        return waiting && nanoClock.getAsLong() - progressNanos > nanos;
    }

    /** Units that were dropped here, as they had become old. */
    long skipped() {
        lock.lock();
        try {
            return skipped;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            queue.forEach(Item::drop);
            queue.clear();
        } finally {
            lock.unlock();
        }
    }

    private boolean add(Item item) {
        if (closed) {
            return false;
        }
        queue.addLast(item);
        if (!pumpScheduled) {
            pumpScheduled = true;
            context.runOnContext(ignored -> pump());
        }
        return true;
    }

    /** A write may complete at once, within the call: then the loop that runs goes on, and no second one starts. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (inFlightBytes < MAX_IN_FLIGHT_BYTES) {
                Item next = take();
                if (next == null) {
                    return;
                }
                write(next);
            }
        } finally {
            pumping = false;
        }
    }

    private @Nullable Item take() {
        lock.lock();
        try {
            Item item = queue.peekFirst();
            if (item != null && item.line != null) {
                skip(item.line, false, STALE_AGE_NANOS);
            }
            item = queue.pollFirst();
            if (item == null) {
                pumpScheduled = false;
                return null;
            }
            if (item.slot != null) {
                return item.slot.take();
            }
            if (item.text != null && item.written == null) {
                controlBytes -= item.text.length();
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    private void write(Item out) {
        if (socket.isClosed()) {
            out.drop();
            close();
            return;
        }
        if (inFlightBytes == 0) {
            progressNanos = nanoClock.getAsLong();
        }
        if (out.text != null) {
            sent(socket.writeFrame(WebSocketFrame.textFrame(out.text, true)), out.text.length(), null);
            if (out.written != null) {
                out.written.run();
            }
        } else if (out.video != null) {
            write(out.video);
        }
    }

    private void write(VideoMessage message) {
        Buffer bytes = message.bytes();
        int length = bytes.length();
        for (int from = 0; from < length; from += FRAME_BYTES) {
            int to = Math.min(length, from + FRAME_BYTES);
            boolean last = to == length;
            Buffer part = from == 0 && last ? bytes : bytes.slice(from, to);
            WebSocketFrame frame =
                    from == 0 ? WebSocketFrame.binaryFrame(part, last) : WebSocketFrame.continuationFrame(part, last);
            sent(socket.writeFrame(frame), to - from, last ? message : null);
        }
        answers.written(length);
    }

    /** @param whole given back once it is written; null: not yet */
    private void sent(Future<Void> written, int bytes, @Nullable VideoMessage whole) {
        inFlightBytes += bytes;
        waiting = true;
        written.onComplete(done -> {
            inFlightBytes -= bytes;
            progressNanos = nanoClock.getAsLong();
            waiting = inFlightBytes > 0;
            if (whole != null) {
                whole.release();
            }
            if (done.failed()) {
                close();
            } else {
                pump();
            }
        });
    }

    /** What the client answered to a ping; called on the context. */
    void ponged(Buffer data) {
        answers.answered(data);
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
        private @Nullable VideoMessage picture;

        private void set(@Nullable String newText, @Nullable VideoMessage newPicture) {
            drop();
            text = newText;
            picture = newPicture;
        }

        private Item take() {
            Item out = new Item(null, null, text, picture, 0);
            text = null;
            picture = null;
            return out;
        }

        private void drop() {
            take().drop();
        }
    }

    /** Holds its message. */
    private record Item(
            @Nullable Line line,
            @Nullable Slot slot,
            @Nullable String text,
            @Nullable VideoMessage video,
            long sinceNanos,
            @Nullable Runnable written) {
        Item(
                @Nullable Line line,
                @Nullable Slot slot,
                @Nullable String text,
                @Nullable VideoMessage video,
                long sinceNanos) {
            this(line, slot, text, video, sinceNanos, null);
        }

        void drop() {
            if (slot != null) {
                slot.drop();
            }
            if (video != null) {
                video.release();
            }
        }
    }
}
