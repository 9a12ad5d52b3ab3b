package dev.osprey.engine.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The body of a thread that ends only on purpose, by returning. Whatever it throws is logged, counted and seen in the
 * process's health, and it begins again after a pause that grows up to ten seconds.
 */
public final class LastingThread implements Runnable {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WELL_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String name;
    private final Runnable body;
    private final Faults faults;

    LastingThread(String name, Runnable body, Faults faults) {
        this.name = name;
        this.body = body;
        this.faults = faults;
    }

    /** A daemon, not yet started. */
    public static Thread of(String name, Runnable body) {
        Thread thread = new Thread(new LastingThread(name, body, Faults.OURS), name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void run() {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            long began = System.nanoTime();
            try {
                body.run();
                faults.ended(name);
                return;
            } catch (Throwable e) { // it goes on, whatever it is
                faults.down(name, e);
            }
            pause = System.nanoTime() - began > WELL_AFTER_NANOS
                    ? FIRST_PAUSE_NANOS
                    : Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
            boolean unused = Thread.interrupted(); // else the pause would be none
            LockSupport.parkNanos(pause);
        }
    }
}
