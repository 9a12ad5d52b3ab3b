package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageSpec;
import java.util.List;

/**
 * A stage around any number of ONNX models. It counts its calls, so that a deadline ends the right one, and closes the
 * models; what is left to write is {@link #analyse}. For one model that looks at the input's region, {@link OnnxStage}
 * is shorter.
 *
 * <p>Thread-safe, as long as {@code analyse} is: as many calls at once as the host has lanes.
 */
public abstract class InferenceStage implements Stage {
    private final StageSpec spec;
    private final List<OnnxRunner> runners;
    private final Calls calls = new Calls();

    /**
     * @param spec kinds, labels, default score and batch; the concurrency is found here
     * @param runners at least one; closed with this stage
     */
    protected InferenceStage(StageSpec spec, List<OnnxRunner> runners) {
        this.runners = List.copyOf(runners);
        this.spec = spec.withMaxConcurrency(this.runners.get(0).model().lanes());
    }

    /**
     * Looks at a batch. Called by several threads at once.
     *
     * @param call to be handed to every run
     * @return what was found in each input: as many, in the same order
     */
    protected abstract List<Output> analyse(Call call, List<Input> batch) throws Exception;

    @Override
    public final StageSpec spec() {
        return spec;
    }

    @Override
    public final List<Output> process(List<Input> batch) throws Exception {
        Call call = calls.begin();
        try {
            return analyse(call, batch);
        } finally {
            calls.end(call);
        }
    }

    @Override
    public final void cancel() {
        calls.longest().ifPresent(this::cancel);
    }

    private void cancel(Call call) {
        try {
            call.cancel();
        } catch (OrtException e) {
            OnnxModel model = runners.get(0).model();
            model.logger().log(System.Logger.Level.WARNING, "a call of " + model + " could not be stopped", e);
        }
    }

    /** Frees sessions and buffers. The host closes only when no call is under way. */
    @Override
    public void close() {
        calls.close(runners.get(0).model().toString());
        runners.forEach(OnnxRunner::close);
    }
}
