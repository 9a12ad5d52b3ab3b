package dev.osprey.testkit;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A batch that a test cancels when it likes, as the host does at the deadline. Thread-safe. */
public final class HarnessBatch implements Batch {
    private final List<Input> inputs;

    /** Guarded by itself. */
    private final Deque<Runnable> actions = new ArrayDeque<>();

    private final CountDownLatch given = new CountDownLatch(1);

    /** Guarded by {@link #actions}. */
    private boolean cancelled;

    private HarnessBatch(List<? extends Input> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    public static HarnessBatch of(List<? extends Input> inputs) {
        return new HarnessBatch(inputs);
    }

    public static HarnessBatch of(Input... inputs) {
        return of(List.of(inputs));
    }

    /** Waits until the stage has said what it wants done when its call is cancelled: {@link #onCancel}. */
    public void awaitAction(Duration limit) throws InterruptedException {
        if (!given.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("the stage has not called onCancel within " + limit);
        }
    }

    /** Cancels the call and runs, on this thread, what the stage wants done; what that throws is thrown. */
    public void cancel() {
        for (Runnable action = next(); action != null; action = next()) {
            action.run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (actions) {
            cancelled = true;
            return actions.poll();
        }
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }

    @Override
    public boolean isCancelled() {
        synchronized (actions) {
            return cancelled;
        }
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (actions) {
            if (!cancelled) {
                actions.add(action);
                given.countDown();
                return;
            }
        }
        given.countDown();
        action.run();
    }
}
