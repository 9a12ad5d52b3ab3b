package dev.osprey.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts of one feed since it was opened.
 *
 * @param offered pictures handed in
 * @param analysed pictures whose analysis was delivered
 * @param dropped pictures given up for newer ones
 * @param stages by the stage's name in the pipeline, in the pipeline's order
 */
public record FeedStats(long offered, long analysed, long dropped, Map<String, StageCounts> stages) {
    public FeedStats {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }

    /**
     * Counts of one stage for this feed.
     *
     * @param runs pictures that it analysed
     * @param skippedByEvery pictures that came too soon after the last run
     * @param skippedByWhen pictures at which the gate was shut
     * @param unavailable pictures at which the stage was quarantined or being made anew
     * @param errors pictures at which it failed
     */
    public record StageCounts(long runs, long skippedByEvery, long skippedByWhen, long unavailable, long errors) {}
}
