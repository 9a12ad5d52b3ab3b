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
            public List<Output> process(List<Input> batch) throws Exception {
                List<Output> outputs = new ArrayList<>(batch.size());
                for (Input input : batch) {
                    outputs.add(analyser.analyse(input));
                }
                return outputs;
            }
        };
    }

    /** Read once, after {@link StageFactory#create}. */
    StageSpec spec();

    /**
     * Analyses a batch of at most {@link StageSpec#maxBatch()} inputs, perhaps of different cameras.
     *
     * @return as many outputs as inputs, in the same order
     * @throws Exception a {@link StageException} says by its category what the host shall do; any other exception is
     *     taken for {@link StageException.Category#INTERNAL}
     */
    List<Output> process(List<Input> batch) throws Exception;

    /** The deadline has passed: make {@link #process} return soon. Called on another thread than {@code process}. */
    default void cancel() {}

    /** Releases what the stage holds. Called once, when no {@link #process} is under way. */
    @Override
    default void close() {}
}
