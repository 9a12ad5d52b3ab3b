package dev.osprey.toolkit.decode;

/**
 * A rectangle turned about its centre, in pixels.
 *
 * @param width along the turned x axis, >= 0
 * @param height along the turned y axis, >= 0
 * @param radians clockwise as seen on the screen: 0 is upright
 */
public record RotatedBox(double centreX, double centreY, double width, double height, double radians) {
    private static final int CORNERS = 4;
    /** Twice what a rectangle cut by four lines can have: rounding may bend a straight side and have it cut again. */
    private static final int MOST_CORNERS = 4 * CORNERS;

    public RotatedBox {
        if (!(width >= 0 && height >= 0)) {
            throw new IllegalArgumentException("width and height must be >= 0, got " + width + " x " + height);
        }
    }

    public double area() {
        return width * height;
    }

    /** Intersection over union, 0..1; 0 if both are of no area. */
    public double iou(RotatedBox other) {
        double reach = Math.hypot(width, height) / 2 + Math.hypot(other.width, other.height) / 2;
        if (Math.hypot(centreX - other.centreX, centreY - other.centreY) >= reach) {
            return 0;
        }
        double overlap = overlap(other);
        double union = area() + other.area() - overlap;
        return union > 0 ? Math.min(1, overlap / union) : 0;
    }

    /*
     * Sutherland and Hodgman's clipping (1974), in the frame of this box: there it is upright about the origin, so that
     * its four sides are x = ±width/2 and y = ±height/2, and cutting by them is four times the same on one coordinate.
     */
    private double overlap(RotatedBox other) {
        double[] x = new double[MOST_CORNERS];
        double[] y = new double[MOST_CORNERS];
        double cos = Math.cos(other.radians - radians);
        double sin = Math.sin(other.radians - radians);
        double dx = other.centreX - centreX;
        double dy = other.centreY - centreY;
        double ownCos = Math.cos(radians);
        double ownSin = Math.sin(radians);
        double shiftX = dx * ownCos + dy * ownSin;
        double shiftY = dy * ownCos - dx * ownSin;
        for (int i = 0; i < CORNERS; i++) {
            double cornerX = (i == 1 || i == 2 ? other.width : -other.width) / 2;
            double cornerY = (i >= 2 ? other.height : -other.height) / 2;
            x[i] = shiftX + cornerX * cos - cornerY * sin;
            y[i] = shiftY + cornerX * sin + cornerY * cos;
        }
        double[] cutX = new double[MOST_CORNERS];
        double[] cutY = new double[MOST_CORNERS];
        int count = cut(x, y, CORNERS, 1, width / 2, cutX, cutY);
        count = cut(cutX, cutY, count, -1, width / 2, x, y);
        count = cut(y, x, count, 1, height / 2, cutY, cutX);
        count = cut(cutY, cutX, count, -1, height / 2, y, x);
        return area(x, y, count);
    }

    /** Keeps of a polygon what has side × along ≤ limit. */
    private static int cut(
            double[] along, double[] across, int count, int side, double limit, double[] newAlong, double[] newAcross) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int next = i + 1 == count ? 0 : i + 1;
            double here = limit - side * along[i];
            double there = limit - side * along[next];
            if (here >= 0) {
                newAlong[kept] = along[i];
                newAcross[kept++] = across[i];
            }
            if (here >= 0 != there >= 0) {
                double share = here / (here - there);
                newAlong[kept] = side * limit;
                newAcross[kept++] = across[i] + share * (across[next] - across[i]);
            }
        }
        return kept;
    }

    private static double area(double[] x, double[] y, int count) {
        double twice = 0;
        for (int i = 0; i < count; i++) {
            int next = i + 1 == count ? 0 : i + 1;
            twice += x[i] * y[next] - x[next] * y[i];
        }
        return Math.abs(twice) / 2;
    }
}
