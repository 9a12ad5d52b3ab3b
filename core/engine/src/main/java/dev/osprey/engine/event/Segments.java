package dev.osprey.engine.event;

/** Geometry of straight lines between two spots. */
final class Segments {
    private Segments() {}

    /**
     * On which side of the line from a to b the spot lies: above 0 to the right of somebody who looks from a to b, below
     * 0 to the left, 0 on it.
     */
    static double side(Spot a, Spot b, Spot spot) {
        return (b.x() - a.x()) * (spot.y() - a.y()) - (b.y() - a.y()) * (spot.x() - a.x());
    }

    /** Whether two segments have a spot in common. */
    static boolean meet(Spot a, Spot b, Spot c, Spot d) {
        double ofC = side(a, b, c);
        double ofD = side(a, b, d);
        double ofA = side(c, d, a);
        double ofB = side(c, d, b);
        if (ofC * ofD < 0 && ofA * ofB < 0) {
            return true;
        }
        return (ofC == 0 && spans(a, b, c))
                || (ofD == 0 && spans(a, b, d))
                || (ofA == 0 && spans(c, d, a))
                || (ofB == 0 && spans(c, d, b));
    }

    /** Whether a spot of the line through a and b lies between them. */
    private static boolean spans(Spot a, Spot b, Spot spot) {
        return Math.min(a.x(), b.x()) <= spot.x()
                && spot.x() <= Math.max(a.x(), b.x())
                && Math.min(a.y(), b.y()) <= spot.y()
                && spot.y() <= Math.max(a.y(), b.y());
    }

    /** From the spot to the nearest one of the segment, in pixels of a picture of the given size. */
    static double distance(Spot spot, Spot a, Spot b, int width, int height) {
        double dx = (b.x() - a.x()) * width;
        double dy = (b.y() - a.y()) * height;
        double px = (spot.x() - a.x()) * width;
        double py = (spot.y() - a.y()) * height;
        double squared = dx * dx + dy * dy;
        double along = squared == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
        double offX = px - along * dx;
        double offY = py - along * dy;
        return Math.sqrt(offX * offX + offY * offY);
    }

    /** From the spot to the endless line through a and b, in pixels of a picture of the given size. */
    static double distanceToLine(Spot spot, Spot a, Spot b, int width, int height) {
        double dx = (b.x() - a.x()) * width;
        double dy = (b.y() - a.y()) * height;
        double px = (spot.x() - a.x()) * width;
        double py = (spot.y() - a.y()) * height;
        return Math.abs(dx * py - dy * px) / Math.sqrt(dx * dx + dy * dy);
    }
}
