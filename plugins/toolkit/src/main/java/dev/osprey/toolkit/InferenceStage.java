package dev.osprey.toolkit;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stage around any number of ONNX models. It ends the runs of a call that the host cancels, and closes the models;
 * what is left to write is {@link #analyse}. For one model that looks at the input's region, {@link OnnxStage}
 * is shorter.
 *
 * <p>Thread-safe, as long as {@code analyse} is: as many calls at once as the host has lanes.
 */
public abstract class InferenceStage implements Stage {
    private final StageSpec spec;
    private final List<OnnxRunner> runners;
    private final AtomicInteger calls = new AtomicInteger();

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
     * @param cancellation to be handed to every run
     * @return what was found in each input: as many, in the same order
     */
    protected abstract List<Output> analyse(Cancellation cancellation, List<Input> inputs) throws Exception;

    @Override
    public final StageSpec spec() {
        return spec;
    }

    @Override
    public final List<Output> process(Batch batch) throws Exception {
        calls.incrementAndGet();
        try (Cancellation cancellation = new Cancellation(batch)) {
            return analyse(cancellation, batch.inputs());
        } finally {
            calls.decrementAndGet();
        }
    }

    /**
     * Frees sessions and buffers. The host closes only when no call is under way.
     *
     * @throws IllegalStateException if one is: a session that is closed during a run ends the process
     */
    @Override
    public void close() {
        int underWay = calls.get();
        if (underWay > 0) {
            throw new IllegalStateException(
                    runners.get(0).model() + " must not be closed during a call, " + underWay + " under way");
        }
        runners.forEach(OnnxRunner::close);
    }
}
