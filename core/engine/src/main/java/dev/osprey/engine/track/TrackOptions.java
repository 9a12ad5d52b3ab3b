package dev.osprey.engine.track;

import java.time.Duration;

/**
 * How a tracker decides.
 *
 * @param lowScore the least score, 0..1, of a detection that may carry on a track that is there already
 * @param lost for how long an object that is not found any more is waited for, counted from the first picture without it
 */
public record TrackOptions(double lowScore, Duration lost) {
    public TrackOptions {
        if (!(lowScore >= 0 && lowScore <= 1)) {
            throw new IllegalArgumentException("lowScore must be in 0..1, got " + lowScore);
        }
        if (lost.isNegative()) {
            throw new IllegalArgumentException("lost must be >= 0, got " + lost);
        }
    }

    /** Scores from 0.1 on, three seconds. */
    public static TrackOptions defaults() {
        return new TrackOptions(0.1, Duration.ofSeconds(3));
    }
}
