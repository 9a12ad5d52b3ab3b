package dev.osprey.media.camera;

import dev.osprey.media.ffmpeg.ReadWatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Holds a file back to its own rate. For one thread. */
final class Pace {
    /** Further behind or ahead than this, the clock is set anew: the file began again, or the machine was busy. */
    private static final long SLACK_MICROS = 1_000_000;

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final boolean active;
    private boolean begun;
    private long beganNanos;
    private long beganMicros;
    private long lastMicros;

    Pace(boolean active) {
        this.active = active;
    }

    /** Waits until this time's turn, or until the watch is stopped. */
    void await(long ptsMicros, ReadWatch watch) throws InterruptedException {
        if (!active || ptsMicros == Long.MIN_VALUE) {
            return;
        }
        long now = System.nanoTime();
        long due = beganNanos + (ptsMicros - beganMicros) * 1_000;
        boolean jumped = Math.abs(ptsMicros - lastMicros) > SLACK_MICROS || now - due > SLACK_MICROS * 1_000;
        if (!begun || jumped) {
            beganNanos = begun && now - due <= SLACK_MICROS * 1_000 ? nextTurn(now) : now;
            beganMicros = ptsMicros;
            due = beganNanos;
            begun = true;
        }
        lastMicros = ptsMicros;
        until(due, System::nanoTime, watch);
    }

    /** Waits until a time, or until the watch is stopped. */
    static void until(long dueNanos, LongSupplier nanoTime, ReadWatch watch) throws InterruptedException {
        while (!watch.stopped()) {
            long left = dueNanos - nanoTime.getAsLong();
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(Math.min(left, STEP_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for a picture's turn");
            }
        }
    }

    /** One usual picture after the last, so that the seam of a loop is not a double picture. */
    private long nextTurn(long now) {
        return Math.max(now, beganNanos + (lastMicros - beganMicros) * 1_000 + 40_000_000);
    }
}
