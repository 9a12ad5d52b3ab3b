package dev.osprey.server.http.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.LongSupplier;

/**
 * What a client has taken, by its answers to pings that follow its video: the socket's end is not the line's, as the
 * kernels of both sides hold seconds of video at low bit rates. Written on the connection's context, read anywhere.
 */
final class Answers {
    private static final long EVERY_NANOS = 250_000_000L;

    private final ServerWebSocket socket;
    private final LongSupplier nanoClock;

    /* Owned by the context. */
    private long number;
    private long unasked;
    private long quickestNanos = Long.MAX_VALUE;

    private volatile boolean asked;
    private volatile boolean answers;
    private volatile long askedNanos;
    private volatile long usualNanos;

    Answers(ServerWebSocket socket, LongSupplier nanoClock) {
        this.socket = socket;
        this.nanoClock = nanoClock;
        this.askedNanos = nanoClock.getAsLong() - EVERY_NANOS;
    }

    /** How long an answer is overdue, beyond what the line takes anyway; 0 of who never gave one. */
    long overdueNanos() {
        return asked && answers ? Math.max(0, nanoClock.getAsLong() - askedNanos - usualNanos) : 0;
    }

    /** So much was written. One question at a time, so that the oldest that is unanswered is known. */
    void written(int bytes) {
        unasked += bytes;
        long now = nanoClock.getAsLong();
        if (asked || unasked == 0 || now - askedNanos < EVERY_NANOS || socket.isClosed()) {
            return;
        }
        unasked = 0;
        number++;
        askedNanos = now;
        asked = true;
        socket.writePing(Buffer.buffer(Long.BYTES).appendLong(number));
    }

    void answered(Buffer data) {
        if (asked && data.length() == Long.BYTES && data.getLong(0) == number) {
            quickestNanos = Math.min(quickestNanos, nanoClock.getAsLong() - askedNanos);
            usualNanos = quickestNanos;
            answers = true;
            asked = false;
            written(0);
        }
    }
}
