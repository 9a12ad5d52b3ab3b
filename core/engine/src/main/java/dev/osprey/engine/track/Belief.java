package dev.osprey.engine.track;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result.Detection;
import java.util.List;

/**
 * What to believe of a detection: less where it is weak, and where it lies upon another object.
 *
 * @param box where the object is
 * @param error how many times farther off than usual that may be, at least 1
 */
record Belief(Box box, double error) {
    /** More error where another object covers the whole of the box. */
    private static final double COVERED = 1;

    /** More error where the score is 0. */
    private static final double WEAK = 3;

    /** In parts of the other object's width and height: what is as near to it may be hidden by it. */
    private static final double MARGIN = 0.1;

    /** A share of less is a touch. */
    private static final double LEAST_COVERED = 0.05;

    /*
     * Of who is half hidden a detector gives the half that it sees, so the box's middle moves away from who stands
     * before it, and with it the speed would turn. But the edge that is free is true, and nobody gets thinner: so the
     * box is taken from the free edge on, as wide as it was. The same holds where both are found as one.
     */
    static Belief of(Track track, Detection seen, double sure, List<Track> known) {
        Box box = seen.box();
        double covered = 0;
        Box believed = box;
        for (Track other : known) {
            if (other != track && other.isExpected()) {
                double share = share(box, other.thought());
                if (share > covered) {
                    covered = share;
                    believed =
                            share < LEAST_COVERED ? box : fromFreeEdges(box, grown(other.thought()), track.thought());
                }
            }
        }
        double weakness = seen.score() < sure ? 1 - seen.score() / sure : 0;
        return new Belief(believed, 1 + COVERED * covered + WEAK * weakness);
    }

    private static Box grown(Box box) {
        double x = box.width() * MARGIN;
        double y = box.height() * MARGIN;
        return new Box(box.x() - x, box.y() - y, box.width() + 2 * x, box.height() + 2 * y);
    }

    /** Of the box, 0..1, that the other, grown, covers. */
    private static double share(Box box, Box other) {
        double x = other.width() * MARGIN;
        double y = other.height() * MARGIN;
        double width = Math.min(other.right() + x, box.right()) - Math.max(other.x() - x, box.x());
        double height = Math.min(other.bottom() + y, box.bottom()) - Math.max(other.y() - y, box.y());
        return width > 0 && height > 0 ? width * height / box.area() : 0;
    }

    private static Box fromFreeEdges(Box seen, Box other, Box thought) {
        double x = seen.x();
        double width = seen.width();
        boolean left = seen.x() > other.x();
        boolean right = seen.right() < other.right();
        if (left != right) {
            x = left ? seen.right() - thought.width() : seen.x();
            width = thought.width();
        }
        double y = seen.y();
        double height = seen.height();
        boolean top = seen.y() > other.y();
        boolean bottom = seen.bottom() < other.bottom();
        if (top != bottom) {
            y = top ? seen.bottom() - thought.height() : seen.y();
            height = thought.height();
        }
        return new Box(x, y, width, height);
    }
}
