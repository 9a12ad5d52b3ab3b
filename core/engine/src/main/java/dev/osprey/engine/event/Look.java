package dev.osprey.engine.event;

import dev.osprey.spi.Box;
import java.time.Instant;

/**
 * One object in one picture.
 *
 * @param at capture time of the picture
 * @param box in its pixels
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 */
record Look(Instant at, Box box, int width, int height) {
    private static final double OF_BOX = 0.06;
    private static final double LEAST = 0.004;
    private static final double MOST = 0.02;

    Spot spot(Anchor anchor) {
        return anchor.of(box, width, height);
    }

    /** As fraction of the picture's height. */
    double size() {
        return box.height() / height;
    }

    /**
     * How far over an edge it must be to be clearly over it, in pixels: what boxes tremble by, which grows with them.
     */
    double margin() {
        double diagonal = Math.sqrt((double) width * width + (double) height * height);
        return Math.max(LEAST * diagonal, Math.min(MOST * diagonal, OF_BOX * box.height()));
    }
}
