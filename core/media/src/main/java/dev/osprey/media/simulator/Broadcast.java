package dev.osprey.media.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What all clients of one camera share: the clock, what is on, the login, and the faults that are asked for. */
final class Broadcast {
    /** @param user null for a camera without login */
    record Login(@Nullable String user, String password) {}

    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long startEpochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final Login login;

    private final Misbehaviour misbehaviour = new Misbehaviour();

    private volatile Rounds timeline;
    private volatile RtspCamera.Refusal refusal = RtspCamera.Refusal.NONE;
    private volatile boolean blackHole;
    private volatile int corruptEvery;
    private boolean frozen; // guarded by this

    Broadcast(Clip clip, Login login, LongSupplier nanoTime) {
        this.login = login;
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
        timeline = new Rounds(clip, 0);
    }

    Login login() {
        return login;
    }

    /** The camera's clock: since it was started, in microseconds. */
    long nowMicros() {
        return (nanoTime.getAsLong() - startNanos) / 1000;
    }

    long epochMicros(long streamMicros) {
        return startEpochMicros + streamMicros;
    }

    Rounds timeline() {
        return timeline;
    }

    void play(Clip clip) {
        timeline = new Rounds(clip, nowMicros());
    }

    Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    RtspCamera.Refusal refusal() {
        return refusal;
    }

    void refuse(RtspCamera.Refusal newRefusal) {
        refusal = newRefusal;
    }

    boolean blackHole() {
        return blackHole;
    }

    void blackHole(boolean on) {
        blackHole = on;
    }

    /** Each packet of this number is damaged; 0 for none. */
    int corruptEvery() {
        return corruptEvery;
    }

    void corruptEvery(int packets) {
        corruptEvery = packets;
    }

    synchronized void freeze(boolean on) {
        frozen = on;
        notifyAll();
    }

    synchronized boolean frozen() {
        return frozen;
    }

    /** Waits while the camera is frozen, but at most this long. */
    synchronized void awaitThaw(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (frozen) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
