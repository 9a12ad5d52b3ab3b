package dev.osprey.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * A quadrilateral of the source picture, in pixels: upright, turned, or seen at an angle. Its corners are named as they
 * shall stand in the picture that is read from it. It may leave the picture.
 */
public record Region(Point topLeft, Point topRight, Point bottomRight, Point bottomLeft) {
    public Region {
        Checks.present("topLeft", topLeft);
        Checks.present("topRight", topRight);
        Checks.present("bottomRight", bottomRight);
        Checks.present("bottomLeft", bottomLeft);
    }

    public static Region of(Box box) {
        return new Region(
                new Point(box.x(), box.y()),
                new Point(box.right(), box.y()),
                new Point(box.right(), box.bottom()),
                new Point(box.x(), box.bottom()));
    }

    /** The whole picture. */
    public static Region of(Frame frame) {
        return of(new Box(0, 0, frame.width(), frame.height()));
    }

    /**
     * A box turned about its centre.
     *
     * @param radians clockwise as seen on the screen: 0 is upright
     */
    public static Region rotated(Box box, double radians) {
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);
        Point centre = box.centre();
        return new Region(
                turned(box.x(), box.y(), centre, cos, sin),
                turned(box.right(), box.y(), centre, cos, sin),
                turned(box.right(), box.bottom(), centre, cos, sin),
                turned(box.x(), box.bottom(), centre, cos, sin));
    }

    /** The region scaled about its centre: 1.25 adds a quarter to each side. */
    public Region expanded(double factor) {
        double centreX = (topLeft.x() + topRight.x() + bottomRight.x() + bottomLeft.x()) / 4;
        double centreY = (topLeft.y() + topRight.y() + bottomRight.y() + bottomLeft.y()) / 4;
        return new Region(
                scaled(topLeft, centreX, centreY, factor),
                scaled(topRight, centreX, centreY, factor),
                scaled(bottomRight, centreX, centreY, factor),
                scaled(bottomLeft, centreX, centreY, factor));
    }

    /**
     * Cuts the bounding box into equal upright tiles, row by row.
     *
     * @param columns at least 1
     * @param rows at least 1
     * @param overlap the share of a tile's side that neighbours have in common, 0..0.9
     */
    public List<Region> tiles(int columns, int rows, double overlap) {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("columns and rows must be >= 1, got " + columns + " x " + rows);
        }
        if (!(overlap >= 0 && overlap <= 0.9)) {
            throw new IllegalArgumentException("overlap must be in 0..0.9, got " + overlap);
        }
        Box bounds = bounds();
        double tileWidth = bounds.width() / (columns - (columns - 1) * overlap);
        double tileHeight = bounds.height() / (rows - (rows - 1) * overlap);
        List<Region> tiles = new ArrayList<>(columns * rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                tiles.add(of(new Box(
                        bounds.x() + column * tileWidth * (1 - overlap),
                        bounds.y() + row * tileHeight * (1 - overlap),
                        tileWidth,
                        tileHeight)));
            }
        }
        return List.copyOf(tiles);
    }

    /** The smallest upright box around the four corners. */
    public Box bounds() {
        return Box.ofCorners(
                Math.min(Math.min(topLeft.x(), topRight.x()), Math.min(bottomRight.x(), bottomLeft.x())),
                Math.min(Math.min(topLeft.y(), topRight.y()), Math.min(bottomRight.y(), bottomLeft.y())),
                Math.max(Math.max(topLeft.x(), topRight.x()), Math.max(bottomRight.x(), bottomLeft.x())),
                Math.max(Math.max(topLeft.y(), topRight.y()), Math.max(bottomRight.y(), bottomLeft.y())));
    }

    /** Whether the region is an upright rectangle, so that reading it only scales. */
    public boolean isUpright() {
        return topLeft.y() == topRight.y()
                && bottomLeft.y() == bottomRight.y()
                && topLeft.x() == bottomLeft.x()
                && topRight.x() == bottomRight.x()
                && topLeft.x() <= topRight.x()
                && topLeft.y() <= bottomLeft.y();
    }

    /** The longer of the upper and the lower edge, in pixels. */
    public double width() {
        return Math.max(distance(topLeft, topRight), distance(bottomLeft, bottomRight));
    }

    /** The longer of the left and the right edge, in pixels. */
    public double height() {
        return Math.max(distance(topLeft, bottomLeft), distance(topRight, bottomRight));
    }

    private static Point turned(double x, double y, Point centre, double cos, double sin) {
        double dx = x - centre.x();
        double dy = y - centre.y();
        return new Point(centre.x() + dx * cos - dy * sin, centre.y() + dx * sin + dy * cos);
    }

    private static Point scaled(Point point, double centreX, double centreY, double factor) {
        return new Point(centreX + (point.x() - centreX) * factor, centreY + (point.y() - centreY) * factor);
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }
}
