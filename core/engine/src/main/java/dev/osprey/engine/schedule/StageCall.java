package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.fault.Faults;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One call of a stage, from when its inputs are taken until it has returned or is given up. */
final class StageCall {
    /** One input of a group. */
    record Part(InputGroup group, int index) {
        FencedInput input() {
            return group.inputs.get(index);
        }
    }

    private static final long NOT_BEGUN = -1;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private enum State {
        RUNNING,
        LATE,
        RETURNED,
        ABANDONED
    }

    final StageUnit unit;
    final LoadedStage stage;
    final List<Part> parts;
    final long takenNanos;
    final Duration deadline;
    final boolean warmUp;
    private final CallListener listener;
    private final CallBatch batch;

    @GuardedBy("this")
    private State state = State.RUNNING;

    @GuardedBy("this")
    private @Nullable Thread lane;

    @GuardedBy("this")
    private long cpuStart = NOT_BEGUN;

    @GuardedBy("this")
    private long cpuNanos;

    /**
     * A call that may begin.
     *
     * @param warmUp whether it is among the first of its instance, which load and prepare what later ones find ready
     */
    StageCall(
            StageUnit unit,
            LoadedStage stage,
            List<Part> parts,
            long takenNanos,
            Duration deadline,
            boolean warmUp,
            CallListener listener) {
        this.unit = unit;
        this.stage = stage;
        this.parts = List.copyOf(parts);
        this.takenNanos = takenNanos;
        this.deadline = deadline;
        this.warmUp = warmUp;
        this.listener = listener;
        this.batch = new CallBatch(
                unit.type.name(), this.parts.stream().map(Part::input).toList());
    }

    /** The thread that the call is on; null once it has returned. */
    synchronized @Nullable Thread lane() {
        return lane;
    }

    long deadlineNanos() {
        return takenNanos + deadline.toNanos();
    }

    String camera() {
        return parts.get(0).group().run.feed.cameraId();
    }

    /** Runs on a lane, and throws nothing. Returns false if the lane was given up meanwhile, and must end. */
    boolean run(Watchdog watchdog, LongSupplier nanoClock) {
        OutputChecks.Checked outputs = null;
        Throwable failure = null;
        long nanos = 0;
        try {
            begin(watchdog);
            long start = nanoClock.getAsLong();
            try {
                outputs = stage.process(batch);
            } finally {
                nanos = nanoClock.getAsLong() - start;
            }
        } catch (Throwable e) { // whatever a plugin throws, and whatever we do, is contained here
            outputs = null;
            failure = e;
        }
        State before = returned();
        batch.end();
        watchdog.remove(this);
        fence();
        boolean ignored = Thread.interrupted(); // an interrupt was meant for this call alone
        Faults.OURS.contain("release of a stage", stage::release);
        if (before == State.ABANDONED) {
            return false;
        }
        listener.returned(this, outputs, failure, nanos, before == State.LATE);
        return true;
    }

    private void begin(Watchdog watchdog) {
        synchronized (this) {
            lane = Thread.currentThread();
        }
        watchdog.add(this);
        synchronized (this) {
            cpuStart = cpuOf(Thread.currentThread());
        }
    }

    private synchronized State returned() {
        cpuNanos = cpuNanos();
        State before = state;
        if (state != State.ABANDONED) {
            state = State.RETURNED;
        }
        lane = null;
        return before;
    }

    /** CPU that the call has used so far, or in all; 0 where nobody can tell. */
    synchronized long cpuNanos() {
        return lane == null || cpuStart == NOT_BEGUN ? cpuNanos : Math.max(0, cpuOf(lane) - cpuStart);
    }

    private static long cpuOf(Thread thread) {
        return THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(thread.getId()) : 0;
    }

    /** The deadline has passed. Called by the watchdog. */
    void expire() {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.LATE;
        }
        fence();
        stage.cancel(batch);
        synchronized (this) {
            if (state == State.LATE && lane != null) {
                lane.interrupt();
            }
        }
    }

    /** The grace period has passed as well. Called by the watchdog. */
    void abandon() {
        synchronized (this) {
            if (state != State.LATE) {
                return;
            }
            state = State.ABANDONED;
            stage.abandon();
        }
        listener.abandoned(this);
    }

    private void fence() {
        for (Part part : parts) {
            part.input().fence();
        }
    }
}
