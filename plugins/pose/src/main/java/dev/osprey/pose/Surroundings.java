package dev.osprey.pose;

import dev.osprey.spi.Point;
import dev.osprey.spi.Region;

/** The part of a picture around a person that a model of one person is shown. */
final class Surroundings {
    private Surroundings() {}

    /**
     * A region widened to an aspect ratio about its centre, so that beside the person the model sees the picture and no
     * bars, and then enlarged; turned as it was.
     *
     * @param aspect width over height
     * @param margin 1 adds nothing
     */
    static Region of(Region region, double aspect, double margin) {
        double width = region.width();
        double height = region.height();
        if (!(width > 0 && height > 0)) {
            return region;
        }
        double across = margin * Math.max(1, height * aspect / width);
        double along = margin * Math.max(1, width / aspect / height);
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
