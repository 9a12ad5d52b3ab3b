package dev.osprey.engine.schedule;

import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.fault.LastingThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Watches the deadlines of calls on a thread of its own. */
final class Watchdog {
    private static final Logger LOG = System.getLogger(Watchdog.class.getName());

    private final LongSupplier nanoClock;
    private final long graceNanos;
    private final Thread thread;

    // Guarded by this.
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> late = new ArrayList<>();
    private boolean stopped;

    Watchdog(LongSupplier nanoClock, long graceNanos) {
        this.nanoClock = nanoClock;
        this.graceNanos = graceNanos;
        this.thread = LastingThread.of("infer-watchdog", this::watch);
    }

    void start() {
        thread.start();
    }

    synchronized void add(Call call) {
        calls.add(call);
        if (calls.size() == 1) { // else an earlier one is waited for already
            notifyAll();
        }
    }

    synchronized void remove(Call call) {
        calls.remove(call);
        late.remove(call);
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private void watch() {
        while (true) {
            List<Call> expired = new ArrayList<>();
            List<Call> lost = new ArrayList<>();
            synchronized (this) {
                if (stopped) {
                    return;
                }
                long wait = collect(nanoClock.getAsLong(), expired, lost);
                if (expired.isEmpty() && lost.isEmpty()) {
                    try {
                        if (wait == Long.MAX_VALUE) {
                            wait();
                        } else {
                            wait(wait / 1_000_000 + 1);
                        }
                    } catch (InterruptedException e) {
                        // Nobody ends it by an interrupt.
                        LOG.log(Level.TRACE, "the watchdog was interrupted while waiting", e);
                    }
                }
            }
            expired.forEach(call -> Faults.OURS.contain("deadline of a call", call::expire));
            lost.forEach(call -> Faults.OURS.contain("abandoning a call", call::abandon));
        }
    }

    /** Moves what is due into the lists; returns in how many nanoseconds the next is due. */
    private long collect(long now, List<Call> expired, List<Call> lost) {
        long wait = Long.MAX_VALUE;
        for (Call call : calls) {
            long left = call.deadlineNanos - now;
            if (left <= 0) {
                expired.add(call);
            } else {
                wait = Math.min(wait, left);
            }
        }
        for (Call call : late) {
            long left = call.deadlineNanos + graceNanos - now;
            if (left <= 0) {
                lost.add(call);
            } else {
                wait = Math.min(wait, left);
            }
        }
        calls.removeAll(expired);
        late.removeAll(lost);
        late.addAll(expired);
        return wait;
    }
}
