package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.osprey.spi.Batch;
import dev.osprey.spi.StageException;

/** What ends the runs of one call of a stage's {@code process} if the host cancels it: every run is given it. */
public final class Cancellation implements AutoCloseable {
    private final Batch batch;
    private final OrtSession.RunOptions runOptions;

    /** Guarded by this: what the host wants done may come after the call has returned. */
    private boolean closed;

    Cancellation(Batch batch) throws OrtException {
        this.batch = batch;
        runOptions = OnnxModel.quiet();
        batch.onCancel(this::terminate);
    }

    /**
     * Ends the call here if it was cancelled: for stages that work long between two runs.
     *
     * @throws StageException INPUT if the host has cancelled the call
     */
    public void check() throws StageException {
        if (batch.isCancelled()) {
            throw new StageException(
                    StageException.Category.INPUT, "the call was told to stop, as its deadline had passed");
        }
    }

    /** What a run is started with. */
    OrtSession.RunOptions runOptions() {
        return runOptions;
    }

    private synchronized void terminate() {
        if (!closed) {
            try {
                runOptions.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("a run could not be stopped", e);
            }
        }
    }

    /** Frees the switch; no run is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        runOptions.close();
    }
}
