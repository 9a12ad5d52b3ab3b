package dev.osprey.engine.track;

import java.time.Duration;

/**
 * How a tracker decides.
 *
 * @param lowScore the least score, 0..1, of a detection that may carry on a track that is there already
 * @param lost for how long an object that is not found any more is waited for, counted from the first picture without it
 * @param mostObjects that are followed at once, and looked at in one picture: of more detections the best
 */
public record TrackOptions(double lowScore, Duration lost, int mostObjects) {
    public TrackOptions {
        if (!(lowScore >= 0 && lowScore <= 1)) {
            throw new IllegalArgumentException("lowScore must be in 0..1, got " + lowScore);
        }
        if (lost.isNegative()) {
            throw new IllegalArgumentException("lost must be >= 0, got " + lost);
        }
        if (mostObjects < 1) {
            throw new IllegalArgumentException("mostObjects must be >= 1, got " + mostObjects);
        }
    }

    /** Scores from 0.1 on, three seconds, 200 objects. */
    public static TrackOptions defaults() {
        return new TrackOptions(0.1, Duration.ofSeconds(3), 200);
    }
}
