package dev.osprey.server.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a sink's thread waits for: news, the end of a pause, or that it shall stop. Thread-safe. */
final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean news;
    private boolean stopped;

    void news() {
        lock.lock();
        try {
            news = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean stopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Until there is news since the last call, but no longer than this. */
    void awaitNews(Duration most) {
        await(most, true);
    }

    /** For this long, news or not. */
    void pause(Duration length) {
        await(length, false);
    }

    private void await(Duration most, boolean endsWithNews) {
        lock.lock();
        try {
            long left = most.toNanos();
            while (left > 0 && !stopped && !(endsWithNews && news)) {
                left = changed.awaitNanos(left);
            }
            news = false;
        } catch (InterruptedException e) {
            stopped = true; // nobody else interrupts it here
        } finally {
            lock.unlock();
        }
    }

    static Duration millis(double value) {
        return Duration.ofNanos((long) (value * TimeUnit.MILLISECONDS.toNanos(1)));
    }
}
