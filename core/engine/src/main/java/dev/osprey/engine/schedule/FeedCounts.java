package dev.osprey.engine.schedule;

import dev.osprey.engine.FeedStats;

/** What became of one stage at the pictures of one feed. Guarded by the scheduler's lock. */
final class FeedCounts {
    long runs;
    long skippedByEvery;
    long skippedByWhen;
    long unavailable;
    long errors;

    FeedStats.StageCounts snapshot() {
        return new FeedStats.StageCounts(runs, skippedByEvery, skippedByWhen, unavailable, errors);
    }
}
