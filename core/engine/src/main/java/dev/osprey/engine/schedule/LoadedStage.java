package dev.osprey.engine.schedule;

import dev.osprey.engine.plugin.ContextLoader;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * An instance of a stage, with a count of the calls that are in it. It is closed once it is retired and no call is
 * under way; never, if a call was abandoned in it. Thread-safe.
 */
@SuppressWarnings("try") // the resource is a scope: nothing in it is used
final class LoadedStage {
    private static final Logger LOG = System.getLogger(LoadedStage.class.getName());

    private final StageType type;
    private final Stage stage;
    private final StageSpec spec;
    private final Background background;
    private final OutputChecks checks;

    // Guarded by this.
    private int calls;
    private boolean retired;
    private boolean abandoned;
    private boolean cancelling;

    LoadedStage(StageType type, Stage stage, StageSpec spec, Background background, OutputChecks checks) {
        this.type = type;
        this.stage = stage;
        this.spec = spec;
        this.background = background;
        this.checks = checks;
    }

    StageSpec spec() {
        return spec;
    }

    /** Calls the stage and checks what it returns. The caller has {@link #acquire()}d. */
    OutputChecks.Checked process(List<Input> batch) throws Exception {
        List<Output> outputs;
        try (ContextLoader ignored = type.inPlugin()) {
            outputs = stage.process(batch);
        }
        return checks.check(batch.size(), outputs);
    }

    /** Asks the stage, on another thread, to return soon. Not twice at once. */
    void cancel() {
        synchronized (this) {
            if (cancelling || (retired && calls == 0)) {
                return;
            }
            cancelling = true;
            calls++;
        }
        background.run("infer-cancel-" + type.name(), () -> {
            try (ContextLoader ignored = type.inPlugin()) {
                stage.cancel();
            } catch (Throwable e) { // any error of a plugin
                LOG.log(Level.WARNING, "stage " + type.name() + ": cancel() failed", e);
            } finally {
                synchronized (this) {
                    cancelling = false;
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
