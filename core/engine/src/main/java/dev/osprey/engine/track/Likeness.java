package dev.osprey.engine.track;

import dev.osprey.spi.Box;

/** How well detections fit where one object is thought to be. */
final class Likeness {
    /** In parts of the object's width or height: what is farther off is not taken for it, however long it was hidden. */
    private static final double MOST_GROWTH = 1;

    /*
     * Overlap (intersection over union) is blind to all that does not touch, and at two pictures a second a walker has
     * left its own box. So both boxes are grown by what is in doubt about the object's place: nothing to speak of
     * for one that was seen just now, its own size and no more for one that was not seen for a while.
     */
    private final double growX;
    private final double growY;
    private final double left;
    private final double top;
    private final double right;
    private final double bottom;
    private final double area;
    private final double certainty;

    Likeness(Track track) {
        Box thought = track.box();
        growX = Math.min(track.doubtAcross(), MOST_GROWTH * thought.width());
        growY = Math.min(track.doubtAlong(), MOST_GROWTH * thought.height());
        left = thought.x() - growX;
        top = thought.y() - growY;
        right = thought.right() + growX;
        bottom = thought.bottom() + growY;
        area = (thought.width() + 2 * growX) * (thought.height() + 2 * growY);
        // Who is sure of the place goes first: one that is hidden shall not take the box of who stands before it.
        certainty = 1 / (1 + (growX / thought.width() + growY / thought.height()) / 2);
    }

    /** 0..1: what of the two boxes together, grown, is common to both; 0 where it is less than the least. */
    double of(Box seen, double least) {
        double width = Math.min(right, seen.right() + growX) - Math.max(left, seen.x() - growX);
        double height = Math.min(bottom, seen.bottom() + growY) - Math.max(top, seen.y() - growY);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        double overlap = common / (area + (seen.width() + 2 * growX) * (seen.height() + 2 * growY) - common);
        return overlap < least ? 0 : overlap * certainty;
    }
}
