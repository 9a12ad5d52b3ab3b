package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.plugin.ContextLoader;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.spi.Batch;
import dev.osprey.spi.Model;
import dev.osprey.spi.Output;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/**
 * An instance of a stage, with a count of the calls that are in it. It is closed once it is retired and no call is
 * under way; never, if a call was abandoned in it. Thread-safe.
 */
@SuppressWarnings("try") // the resource is a scope: nothing in it is used
final class LoadedStage {
    private static final Logger LOG = System.getLogger(LoadedStage.class.getName());

    /** Calls whose actions run at the same time: more are there only if these hang. */
    private static final int MOST_CANCELLING = 16;

    private final StageType type;
    private final Stage stage;
    private final StageSpec spec;
    private final Map<String, Model> models;
    private final BackgroundWork background;
    private final OutputChecks checks;

    @GuardedBy("this")
    private int calls;

    @GuardedBy("this")
    private boolean retired;

    @GuardedBy("this")
    private boolean abandoned;

    @GuardedBy("this")
    private int cancelling;

    /** @param models by the names that the stage asked for */
    LoadedStage(
            StageType type,
            Stage stage,
            StageSpec spec,
            Map<String, Model> models,
            BackgroundWork background,
            OutputChecks checks) {
        this.type = type;
        this.stage = stage;
        this.spec = spec;
        this.models = Map.copyOf(models);
        this.background = background;
        this.checks = checks;
    }

    /** The models that it was given when it was made, by the names that it asked for. */
    Map<String, Model> models() {
        return models;
    }

    StageSpec spec() {
        return spec;
    }

    /** Calls the stage and checks what it returns. The caller has {@link #acquire()}d. */
    OutputChecks.Checked process(Batch batch) throws Exception {
        List<Output> outputs;
        try (ContextLoader ignored = type.inPlugin()) {
            outputs = stage.process(batch);
        }
        return checks.check(
                batch.inputs().size(),
                (i, image) -> batch.inputs().get(i) instanceof FencedInput input && input.wrote(image),
                outputs);
    }

    /** Tells a call that is under way to return soon: what the stage wants done then runs on another thread. */
    void cancel(CallBatch batch) {
        if (!batch.cancel()) {
            return;
        }
        boolean full;
        synchronized (this) {
            if (retired && calls == 0) {
                return;
            }
            full = cancelling >= MOST_CANCELLING;
            if (!full) {
                cancelling++;
                calls++;
            }
        }
        if (full) {
            LOG.log(
                    Level.WARNING,
                    "stage {0}: {1} cancelled calls have actions that hang, the limit; those of one more are dropped",
                    type.name(),
                    MOST_CANCELLING);
            return;
        }
        background.run("infer-cancel-" + type.name(), () -> {
            try (ContextLoader ignored = type.inPlugin()) {
                batch.runActions();
            } finally {
                synchronized (this) {
                    cancelling--;
                }
                release();
            }
        });
    }

    synchronized void acquire() {
        if (retired) {
            throw new IllegalStateException("stage " + type.name() + " is retired");
        }
        calls++;
    }

    void release() {
        boolean close;
        synchronized (this) {
            calls--;
            close = retired && calls == 0 && !abandoned;
        }
        if (close) {
            background.run("stage-close-" + type.name(), this::close);
        }
    }

    /** A call will never come back: the instance is never closed. */
    synchronized void abandon() {
        abandoned = true;
    }

    /** No further call will come. Closes at once if none is under way, else when the last one has returned. */
    void retire() {
        synchronized (this) {
            if (retired) {
                return;
            }
            retired = true;
            if (calls > 0 || abandoned) {
                return;
            }
        }
        close();
    }

    private void close() {
        try (ContextLoader ignored = type.inPlugin()) {
            stage.close();
        } catch (Throwable e) { // any error of a plugin
            LOG.log(Level.WARNING, "stage " + type.name() + ": close() failed", e);
        }
    }
}
