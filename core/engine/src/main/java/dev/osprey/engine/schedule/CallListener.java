package dev.osprey.engine.schedule;

import org.jspecify.annotations.Nullable;

/** Learns how a call ended: exactly one of the two, once. */
interface CallListener {
    /**
     * The call has returned.
     *
     * @param outputs one a part, or null if it failed
     * @param nanos that it took
     */
    void returned(
            StageCall call,
            OutputChecks.@Nullable Checked outputs,
            @Nullable Throwable failure,
            long nanos,
            boolean late);

    /** The call has not returned even after the grace period, and its lane is lost. */
    void abandoned(StageCall call);
}
