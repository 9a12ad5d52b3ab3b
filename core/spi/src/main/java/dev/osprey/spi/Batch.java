package dev.osprey.spi;

import java.util.List;

/**
 * The inputs of one call of {@link Stage#process}, and whether the host still waits for it. A call is cancelled when its
 * deadline has passed; then its inputs cannot be read any longer, and the thread that the call is on is interrupted as
 * well. Thread-safe.
 */
public interface Batch {
    /** At least one, at most {@link StageSpec#maxBatch()}; perhaps of different cameras. */
    List<Input> inputs();

    /** Whether nobody waits for the outputs any more: return or throw soon, whatever comes is dropped. */
    boolean isCancelled();

    /**
     * Has an action run once if this call is cancelled: one that makes {@link Stage#process} return soon and returns
     * quickly itself.
     *
     * <ul>
     *   <li>Already cancelled, it runs at once on the calling thread. Otherwise it runs on a thread of the host, beside
     *       {@code process}; several run one after the other, in the order in which they were given.
     *   <li>None begins once {@code process} has returned. One that has begun by then may outlast it, and the next call
     *       may be under way: what it touches belongs to this call alone, or is guarded. The stage is not closed
     *       meanwhile.
     *   <li>What it throws is logged and goes no further; the other actions still run.
     *   <li>One that hangs holds up the further actions of this call, not those of other calls, and the stage is not
     *       closed as long as it does. With sixteen calls of an instance held up so, the actions of further ones are
     *       dropped with a line in the log; their threads are interrupted all the same.
     * </ul>
     */
    void onCancel(Runnable action);

    /** A batch that nobody cancels, for tests and for stages that call others: actions are never run. */
    static Batch of(List<? extends Input> inputs) {
        List<Input> all = List.copyOf(inputs);
        return new Batch() {
            @Override
            public List<Input> inputs() {
                return all;
            }

            @Override
            public boolean isCancelled() {
                return false;
            }

            @Override
            public void onCancel(Runnable action) {}
        };
    }

    /** As the other. */
    static Batch of(Input... inputs) {
        return of(List.of(inputs));
    }
}
