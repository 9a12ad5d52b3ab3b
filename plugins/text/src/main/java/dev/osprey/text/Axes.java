package dev.osprey.text;

import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.toolkit.decode.Quads;
import java.util.List;

/** The direction along text, and the one across it, downwards as its reader sees it; of length 1. */
record Axes(double alongX, double alongY) {
    /** The direction of all these lines together, the longer the weightier. */
    static Axes of(List<Region> lines) {
        double x = 0;
        double y = 0;
        for (Region line : lines) {
            x += line.topRight().x()
                    - line.topLeft().x()
                    + line.bottomRight().x()
                    - line.bottomLeft().x();
            y += line.topRight().y()
                    - line.topLeft().y()
                    + line.bottomRight().y()
                    - line.bottomLeft().y();
        }
        double length = Math.hypot(x, y);
        return length > 0 ? new Axes(x / length, y / length) : new Axes(1, 0);
    }

    double along(Point point) {
        return alongX * point.x() + alongY * point.y();
    }

    double across(Point point) {
        return alongX * point.y() - alongY * point.x();
    }

    /** The point at these two places. */
    Point point(double along, double across) {
        return new Point(alongX * along - alongY * across, alongY * along + alongX * across);
    }

    double middleAlong(Region line) {
        return Quads.corners(line).stream().mapToDouble(this::along).average().orElse(0);
    }

    double middleAcross(Region line) {
        return Quads.corners(line).stream().mapToDouble(this::across).average().orElse(0);
    }

    /** The cosine of the angle between the two. */
    double likeness(Axes other) {
        return alongX * other.alongX + alongY * other.alongY;
    }
}
