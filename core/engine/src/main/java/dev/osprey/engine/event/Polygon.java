package dev.osprey.engine.event;

import java.util.List;
import java.util.Optional;

/**
 * An area of the picture with straight edges. What lies on an edge lies in it, or not.
 *
 * @param corners in order, either way round, in fractions of the picture; at least three
 */
public record Polygon(List<Spot> corners) {
    /** Of corners. */
    public static final int MOST_CORNERS = 64;

    public Polygon {
        corners = List.copyOf(corners);
        Optional<String> objection = objection(corners);
        if (objection.isPresent()) {
            throw new IllegalArgumentException(objection.get());
        }
    }

    /** Why these corners make no area, in words for the operator; empty where they do. */
    public static Optional<String> objection(List<Spot> corners) {
        int count = corners.size();
        if (count < 3 || count > MOST_CORNERS) {
            return Optional.of("needs 3 to " + MOST_CORNERS + " corners, got " + count);
        }
        for (int i = 0; i < count; i++) {
            Spot corner = corners.get(i);
            if (corner.x() < 0 || corner.x() > 1 || corner.y() < 0 || corner.y() > 1) {
                return Optional.of("corners are fractions of the picture, 0 to 1, got [" + corner.x() + ", "
                        + corner.y() + "] as number " + (i + 1));
            }
        }
        for (int i = 0; i < count; i++) {
            int same = corners.subList(i + 1, count).indexOf(corners.get(i));
            if (same >= 0) {
                return Optional.of("corners " + (i + 1) + " and " + (i + same + 2) + " are the same");
            }
        }
        return area(corners) < 1e-6 && count == 3 ? Optional.of("all corners are in one line") : crossing(corners);
    }

    private static Optional<String> crossing(List<Spot> corners) {
        int count = corners.size();
        for (int i = 0; i < count; i++) {
            for (int j = i + 2; j < count; j++) {
                boolean neighbours = i == 0 && j == count - 1;
                if (!neighbours && meet(corners, i, j)) {
                    return Optional.of("the edge after corner " + (i + 1) + " and the one after corner " + (j + 1)
                            + " meet: give corners in the order of the outline");
                }
            }
        }
        return area(corners) < 1e-6 ? Optional.of("all corners are in one line") : Optional.empty();
    }

    private static boolean meet(List<Spot> corners, int i, int j) {
        return Segments.meet(corners.get(i), corners.get(i + 1), corners.get(j), corners.get((j + 1) % corners.size()));
    }

    private static double area(List<Spot> corners) {
        double twice = 0;
        for (int i = 0; i < corners.size(); i++) {
            Spot a = corners.get(i);
            Spot b = corners.get((i + 1) % corners.size());
            twice += a.x() * b.y() - b.x() * a.y();
        }
        return Math.abs(twice) / 2;
    }

    /** Whether the spot is in the area: a ray to the right of it cuts the outline an odd number of times. */
    public boolean contains(Spot spot) {
        boolean inside = false;
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            Spot a = corners.get(i);
            Spot b = corners.get(j);
            if (a.y() > spot.y() != b.y() > spot.y()
                    && spot.x() < (b.x() - a.x()) * (spot.y() - a.y()) / (b.y() - a.y()) + a.x()) {
                inside = !inside;
            }
        }
        return inside;
    }

    /**
     * How far the spot is from the outline, in or out, in pixels of a picture of the given size.
     *
     * @param width of the picture
     * @param height of the picture
     */
    double distance(Spot spot, int width, int height) {
        double nearest = Double.MAX_VALUE;
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            nearest = Math.min(nearest, Segments.distance(spot, corners.get(j), corners.get(i), width, height));
        }
        return nearest;
    }

    /** The shorter side of the upright box around it, in pixels of a picture of the given size. */
    double narrowest(int width, int height) {
        double left = 1;
        double right = 0;
        double top = 1;
        double bottom = 0;
        for (Spot corner : corners) {
            left = Math.min(left, corner.x());
            right = Math.max(right, corner.x());
            top = Math.min(top, corner.y());
            bottom = Math.max(bottom, corner.y());
        }
        return Math.min((right - left) * width, (bottom - top) * height);
    }
}
