package dev.osprey.server.sink;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Interrupts calls that take too long. Thread-safe. */
final class CallWatch implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    /** Something that may hang. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    CallWatch() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sink-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    private static final class Guard {
        private final Thread caller = Thread.currentThread();
        private boolean ended;
        private boolean fired;

        synchronized void overdue() {
            if (!ended) {
                fired = true;
                caller.interrupt();
            }
        }

        /** Whether the call was interrupted; what follows it is not. */
        synchronized boolean end() {
            ended = true;
            return fired && (Thread.interrupted() || fired);
        }
    }

    /**
     * Runs the call on this thread.
     *
     * @throws TimeoutException it was interrupted, and failed
     */
    void call(Duration deadline, Call call) throws Exception {
        Guard guard = new Guard();
        Future<?> alarm = timer.schedule(guard::overdue, deadline.toNanos(), TimeUnit.NANOSECONDS);
        try {
            call.run();
            boolean unused = guard.end(); // late, but done
        } catch (Exception e) {
            if (guard.end()) {
                TimeoutException late = new TimeoutException(
                        "a call must take at most " + deadline.toMillis() + " ms, and was interrupted: " + e);
                late.initCause(e);
                throw late;
            }
            throw e;
        } finally {
            boolean unused = guard.end();
            alarm.cancel(false);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
