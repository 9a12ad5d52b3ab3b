package dev.osprey.engine.schedule;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stage is given for one call: the inputs, and the actions that the stage wants run if the call is cancelled. */
final class CallBatch implements Batch {
    private static final Logger LOG = System.getLogger(CallBatch.class.getName());

    private final String stage;
    private final List<Input> inputs;

    // Guarded by this.
    private final Deque<Runnable> actions = new ArrayDeque<>(1);
    private boolean cancelled;
    private boolean over;

    CallBatch(String stage, List<? extends Input> inputs) {
        this.stage = stage;
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (over) {
                return;
            }
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        guarded(action);
    }

    /** The call has returned: no further action begins. */
    synchronized void end() {
        over = true;
        actions.clear();
    }

    /** Cancels; whether there are actions for {@link #runActions()}. */
    synchronized boolean cancel() {
        cancelled = true;
        return !actions.isEmpty();
    }

    /** Runs the actions one by one; to be called once, in the plugin's context. */
    void runActions() {
        for (Runnable action = next(); action != null; action = next()) {
            guarded(action);
        }
    }

    private synchronized @Nullable Runnable next() {
        return actions.poll();
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // any error of a plugin
            LOG.log(Level.WARNING, "stage " + stage + ": what it wanted done on a cancelled call failed", e);
        }
    }
}
