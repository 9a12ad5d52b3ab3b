package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.osprey.spi.StageException;

/** One call of a stage's {@code process}, which its deadline may end: every run of a model belongs to one. */
public final class Call {
    private final OrtSession.RunOptions runOptions = OnnxModel.quiet();

    /** Guarded by this call's monitor. */
    private boolean busy;
    /** Guarded by this call's monitor. */
    private boolean cancelled;
    /** Guarded by this call's monitor; of System.nanoTime. */
    private long sinceNanos;

    Call() throws OrtException {}

    /**
     * Ends the call here if its deadline has passed: for stages that work long between two runs.
     *
     * @throws StageException INPUT if the host has told the stage to stop
     */
    public synchronized void check() throws StageException {
        if (cancelled) {
            throw new StageException(
                    StageException.Category.INPUT, "the call was told to stop, as its deadline had passed");
        }
    }

    /** What a run is started with. */
    OrtSession.RunOptions runOptions() {
        return runOptions;
    }

    synchronized void begin(long nowNanos) throws OrtException {
        runOptions.setTerminate(false);
        busy = true;
        cancelled = false;
        sinceNanos = nowNanos;
    }

    synchronized void end() {
        busy = false;
    }

    /** Whether it is under way and nobody has cancelled it. */
    synchronized boolean isCancellable() {
        return busy && !cancelled;
    }

    synchronized long sinceNanos() {
        return sinceNanos;
    }

    /** Makes it end soon; does nothing if it is not under way. */
    synchronized void cancel() throws OrtException {
        if (busy) {
            cancelled = true;
            runOptions.setTerminate(true);
        }
    }

    /** Frees the switch; must not be called while the call is under way. */
    void close() {
        runOptions.close();
    }
}
