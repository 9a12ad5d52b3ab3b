package dev.osprey.engine.track.mot;

import dev.osprey.spi.Box;

/**
 * One box of a file of MOTChallenge.
 *
 * @param frame from 1
 * @param identity of the object; -1 in a file of detections
 * @param confidence the detector's score, or in a file of truth 0 for what is not to be counted
 */
public record MotRow(int frame, long identity, Box box, double confidence) {
    /** The identity of a box that no tracker has seen yet. */
    public static final long NO_IDENTITY = -1;

    private static final int MOST_FRAMES = 10_000_000;

    public MotRow {
        if (frame < 1 || frame > MOST_FRAMES) {
            throw new IllegalArgumentException("frame must be in 1.." + MOST_FRAMES + ", got " + frame);
        }
        if (!Double.isFinite(confidence)) {
            throw new IllegalArgumentException("confidence must be finite, got " + confidence);
        }
    }
}
