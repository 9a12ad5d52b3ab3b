package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.fault.LastingThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Watches the deadlines of calls on a thread of its own, and sees to the lanes now and then. */
final class Watchdog {
    private static final Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final long UPKEEP_MILLIS = 1000;

    private final LongSupplier nanoClock;
    private final long graceNanos;
    private final Runnable upkeep;
    private final Thread thread;

    @GuardedBy("this")
    private final List<StageCall> calls = new ArrayList<>();

    @GuardedBy("this")
    private final List<StageCall> late = new ArrayList<>();

    @GuardedBy("this")
    private boolean stopped;

    /** @param upkeep is run about once a second */
    Watchdog(LongSupplier nanoClock, long graceNanos, Runnable upkeep) {
        this.nanoClock = nanoClock;
        this.graceNanos = graceNanos;
        this.upkeep = upkeep;
        this.thread = LastingThread.of("infer-watchdog", this::watch);
    }

    void start() {
        thread.start();
    }

    synchronized void add(StageCall call) {
        calls.add(call);
        if (calls.size() == 1) { // else an earlier one is waited for already
            notifyAll();
        }
    }

    synchronized void remove(StageCall call) {
        calls.remove(call);
        late.remove(call);
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private void watch() {
        while (true) {
            List<StageCall> expired = new ArrayList<>();
            List<StageCall> lost = new ArrayList<>();
            synchronized (this) {
                if (stopped) {
                    return;
                }
                long wait = collect(nanoClock.getAsLong(), expired, lost);
                if (expired.isEmpty() && lost.isEmpty()) {
                    try {
                        wait(Math.min(UPKEEP_MILLIS, wait / 1_000_000 + 1));
                    } catch (InterruptedException e) {
                        // Nobody ends it by an interrupt.
                        LOG.log(Level.TRACE, "the watchdog was interrupted while waiting", e);
                    }
                }
            }
            expired.forEach(call -> Faults.OURS.contain("deadline of a call", call::expire));
            Faults.OURS.contain("infer-watchdog: upkeep", upkeep);
            lost.forEach(call -> Faults.OURS.contain("abandoning a call", call::abandon));
        }
    }

    /** Moves what is due into the lists; returns in how many nanoseconds the next is due. */
    @GuardedBy("this")
    private long collect(long now, List<StageCall> expired, List<StageCall> lost) {
        long wait = Long.MAX_VALUE;
        for (StageCall call : calls) {
            long left = call.deadlineNanos() - now;
            if (left <= 0) {
                expired.add(call);
            } else {
                wait = Math.min(wait, left);
            }
        }
        for (StageCall call : late) {
            long left = call.deadlineNanos() + graceNanos - now;
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
