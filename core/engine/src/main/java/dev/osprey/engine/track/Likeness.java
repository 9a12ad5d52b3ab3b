package dev.osprey.engine.track;

import dev.osprey.spi.Box;

/** How well a detection fits where an object is thought to be. */
final class Likeness {
    /** In parts of the object's width or height: what is farther off is not taken for it, however long it was hidden. */
    private static final double MOST_GROWTH = 1;

    private Likeness() {}

    /*
     * Overlap (intersection over union) is blind to all that does not touch, and at two pictures a second a walker has
     * left its own box. So both boxes are grown by what is in doubt about the object's place: nothing to speak of
     * for one that was seen just now, its own size and no more for one that was not seen for a while.
     */

    /** 0..1: what of the two boxes together, grown, is common to both; 0 where it is less than the least. */
    static double of(Track track, Box seen, double least) {
        Box thought = track.box();
        double growX = Math.min(track.doubtAcross(), MOST_GROWTH * thought.width());
        double growY = Math.min(track.doubtAlong(), MOST_GROWTH * thought.height());
        double overlap = overlap(thought, seen, growX, growY);
        if (overlap < least) {
            return 0;
        }
        // Who is sure of the place goes first: one that is hidden shall not take the box of who stands before it.
        return overlap / (1 + (growX / thought.width() + growY / thought.height()) / 2);
    }

    private static double overlap(Box one, Box other, double growX, double growY) {
        double width = Math.min(one.right(), other.right()) - Math.max(one.x(), other.x()) + 2 * growX;
        double height = Math.min(one.bottom(), other.bottom()) - Math.max(one.y(), other.y()) + 2 * growY;
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        double both = (one.width() + 2 * growX) * (one.height() + 2 * growY)
                + (other.width() + 2 * growX) * (other.height() + 2 * growY);
        return common / (both - common);
    }
}
