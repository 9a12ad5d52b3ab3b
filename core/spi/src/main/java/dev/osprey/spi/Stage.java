package dev.osprey.spi;

import java.util.List;

/**
 * One loaded stage. The host never calls it more often at once than {@link StageSpec#maxConcurrency()} allows, and for
 * one camera hands in one frame at a time, in order.
 */
public interface Stage extends AutoCloseable {
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
