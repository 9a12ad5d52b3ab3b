package dev.osprey.toolkit.decode;

import dev.osprey.spi.Mapping;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.util.List;

/** Geometry of convex quadrilaterals whose corners go clockwise on the screen, in pixels of any one picture. */
public final class Quads {
    private static final double PARALLEL = 1e-9;

    private Quads() {}

    /** Clockwise from the top left. */
    public static List<Point> corners(Region quad) {
        return List.of(quad.topLeft(), quad.topRight(), quad.bottomRight(), quad.bottomLeft());
    }

    /** The corners' names moved on clockwise: after one turn the right side is the top, after two the bottom is. */
    public static Region turned(Region quad, int quarters) {
        List<Point> corners = corners(quad);
        int first = Math.floorMod(quarters, 4);
        return new Region(
                corners.get(first),
                corners.get((first + 1) % 4),
                corners.get((first + 2) % 4),
                corners.get((first + 3) % 4));
    }

    /** Where a quadrilateral of the pixels read lies in the source. */
    public static Region toSource(Region quad, Mapping mapping) {
        return new Region(
                mapping.toSource(quad.topLeft().x(), quad.topLeft().y()),
                mapping.toSource(quad.topRight().x(), quad.topRight().y()),
                mapping.toSource(quad.bottomRight().x(), quad.bottomRight().y()),
                mapping.toSource(quad.bottomLeft().x(), quad.bottomLeft().y()));
    }

    /** In square pixels; negative if the corners go the other way round. */
    public static double area(Region quad) {
        List<Point> corners = corners(quad);
        double twice = 0;
        for (int i = 0; i < 4; i++) {
            Point a = corners.get(i);
            Point b = corners.get((i + 1) % 4);
            twice += a.x() * b.y() - b.x() * a.y();
        }
        return twice / 2;
    }

    /** In pixels. */
    public static double perimeter(Region quad) {
        List<Point> corners = corners(quad);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += distance(corners.get(i), corners.get((i + 1) % 4));
        }
        return sum;
    }

    /** Each side moved outwards by so many pixels, the corners where the sides then meet. */
    public static Region grown(Region quad, double distance) {
        List<Point> corners = corners(quad);
        Side[] sides = new Side[4];
        for (int i = 0; i < 4; i++) {
            sides[i] = Side.through(corners.get(i), corners.get((i + 1) % 4)).moved(distance);
        }
        return new Region(
                sides[3].meets(sides[0], corners.get(0)),
                sides[0].meets(sides[1], corners.get(1)),
                sides[1].meets(sides[2], corners.get(2)),
                sides[2].meets(sides[3], corners.get(3)));
    }

    static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    /** The straight line on which normalX x + normalY y = offset; the normal has length 1 and points outwards. */
    record Side(double normalX, double normalY, double offset) {
        /** With what lies on the right hand of the way from one point to the other inside (y grows downwards). */
        static Side through(Point from, Point to) {
            double length = Math.max(Double.MIN_NORMAL, distance(from, to));
            double normalX = (to.y() - from.y()) / length;
            double normalY = (from.x() - to.x()) / length;
            return new Side(normalX, normalY, normalX * from.x() + normalY * from.y());
        }

        Side moved(double distance) {
            return new Side(normalX, normalY, offset + distance);
        }

        /** Where the two lines cross; if they hardly do, the nearest point of this line to another point. */
        Point meets(Side other, Point otherwise) {
            double across = normalX * other.normalY - normalY * other.normalX;
            if (Math.abs(across) < PARALLEL) {
                double away = offset - normalX * otherwise.x() - normalY * otherwise.y();
                return new Point(otherwise.x() + away * normalX, otherwise.y() + away * normalY);
            }
            return new Point(
                    (offset * other.normalY - other.offset * normalY) / across,
                    (other.offset * normalX - offset * other.normalX) / across);
        }
    }
}
