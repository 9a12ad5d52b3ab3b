package dev.osprey.engine.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/** Daemon threads for rare work that may block: making, cancelling and closing stages. */
final class Background {
    private static final Logger LOG = System.getLogger(Background.class.getName());

    private final Set<Thread> running = new HashSet<>();

    Thread run(String name, Runnable work) {
        Thread thread = new Thread(() -> guarded(work), name);
        thread.setDaemon(true);
        synchronized (running) {
            running.add(thread);
        }
        thread.start();
        return thread;
    }

    /** Waits until all work is done, at most so long. */
    void awaitIdle(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        synchronized (running) {
            while (!running.isEmpty()) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return;
                }
                running.wait(millis);
            }
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // a plugin's error must not end silently
            LOG.log(Level.ERROR, Thread.currentThread().getName() + " failed", e);
        } finally {
            synchronized (running) {
                running.remove(Thread.currentThread());
                running.notifyAll();
            }
        }
    }
}
