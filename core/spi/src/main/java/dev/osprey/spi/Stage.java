package dev.osprey.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * One loaded stage. The host never calls it more often at once than {@link StageSpec#maxConcurrency()} allows, and for
 * one camera hands in one frame at a time, in order.
 */
public interface Stage extends AutoCloseable {
    /** What a stage does with one input. */
    interface Analyser {
        Output analyse(Input input) throws Exception;
    }

    /** A stage that holds nothing: it analyses one input after the other. */
    static Stage of(StageSpec spec, Analyser analyser) {
        return new Stage() {
            @Override
            public StageSpec spec() {
                return spec;
            }

            @Override
            public List<Output> process(Batch batch) throws Exception {
                List<Output> outputs = new ArrayList<>(batch.inputs().size());
                for (Input input : batch.inputs()) {
                    if (batch.isCancelled()) {
                        throw new StageException(StageException.Category.INPUT, "the call was cancelled");
                    }
                    outputs.add(analyser.analyse(input));
                }
                return outputs;
            }
        };
    }

    /** Read once, after {@link StageFactory#create}. */
    StageSpec spec();

    /**
     * Analyses a batch. A stage whose calls may be long heeds {@link Batch#isCancelled()} or {@link Batch#onCancel}.
     *
     * @return as many outputs as inputs, in the same order
     * @throws Exception a {@link StageException} says by its category what the host shall do; any other exception is
     *     taken for {@link StageException.Category#INTERNAL}
     */
    List<Output> process(Batch batch) throws Exception;

    /** Releases what the stage holds. Called once, when no {@link #process} is under way. */
    @Override
    default void close() {}
}
