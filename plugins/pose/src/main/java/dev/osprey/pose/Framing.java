package dev.osprey.pose;

import dev.osprey.spi.Point;
import dev.osprey.spi.Region;

/** What of a picture a model is shown for something that an earlier stage has found. */
enum Framing {
    /** The region itself: the model looks for people by itself. */
    AS_GIVEN {
        @Override
        Region around(Region found, double aspect, double margin) {
            return found;
        }
    },
    /** The region and a margin; bars keep what stands beside it out of the model's sight. */
    ENLARGED {
        @Override
        Region around(Region found, double aspect, double margin) {
            return found.expanded(margin);
        }
    },
    /** The region, widened to the model's aspect ratio, and a margin: no bars. */
    WIDENED {
        @Override
        Region around(Region found, double aspect, double margin) {
            double width = found.width();
            double height = found.height();
            if (!(width > 0 && height > 0)) {
                return found;
            }
            return stretched(
                    found,
                    margin * Math.max(1, height * aspect / width),
                    margin * Math.max(1, width / aspect / height));
        }
    };

    /**
     * The part of the picture to be read; turned as the region is.
     *
     * @param aspect of the model's input, width over height
     * @param margin 1 adds nothing
     */
    abstract Region around(Region found, double aspect, double margin);

    /** Whether the model takes for granted that it sees one person. */
    boolean isOfOne() {
        return this != AS_GIVEN;
    }

    private static Region stretched(Region region, double across, double along) {
        Point a = region.topLeft();
        Point b = region.topRight();
        Point c = region.bottomRight();
        Point d = region.bottomLeft();
        Point centre = new Point((a.x() + b.x() + c.x() + d.x()) / 4, (a.y() + b.y() + c.y() + d.y()) / 4);
        Point right =
                new Point(across * (b.x() + c.x() - a.x() - d.x()) / 4, across * (b.y() + c.y() - a.y() - d.y()) / 4);
        Point down =
                new Point(along * (c.x() + d.x() - a.x() - b.x()) / 4, along * (c.y() + d.y() - a.y() - b.y()) / 4);
        return new Region(
                corner(centre, right, -1, down, -1),
                corner(centre, right, 1, down, -1),
                corner(centre, right, 1, down, 1),
                corner(centre, right, -1, down, 1));
    }

    private static Point corner(Point centre, Point right, int r, Point down, int d) {
        return new Point(centre.x() + r * right.x() + d * down.x(), centre.y() + r * right.y() + d * down.y());
    }
}
