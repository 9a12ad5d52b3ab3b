package dev.osprey.engine.schedule;

import dev.osprey.engine.fault.Faults;
import java.util.HashSet;
import java.util.Set;

/** Daemon threads for rare work that may block: making, cancelling and closing stages. */
final class BackgroundWork {
    private final Set<Thread> running = new HashSet<>();

    Thread run(String name, Runnable work) {
        Thread thread = new Thread(() -> guarded(work), name);
        thread.setDaemon(true);
        synchronized (running) {
            running.add(thread);
        }
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) { // no memory for another thread
                done(thread);
            }
        }
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
        Faults.OURS.contain(Thread.currentThread().getName(), work);
        done(Thread.currentThread());
    }

    private void done(Thread thread) {
        synchronized (running) {
            running.remove(thread);
            running.notifyAll();
        }
    }
}
