package dev.osprey.toolkit.decode;

import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.util.Arrays;
import java.util.Optional;

/**
 * The quadrilateral of a blob that stands for a line of text: straight upper and lower sides, each with a slope of its
 * own, as the blob is a trapezoid where the text is seen at an angle; the ends square to the middle between them.
 */
final class QuadFit {
    /** So much of the length at each end, in heights, says nothing of the slopes: blobs have round ends. */
    private static final double ROUND_END_HEIGHTS = 0.5;

    /** But never more of the length than this. */
    private static final double ROUND_END_SHARE = 0.2;

    /** A blob of fewer columns than that between its ends is taken for a rectangle. */
    private static final int LEAST_COLUMNS = 8;

    /** A blob shorter than so many heights is taken for a rectangle: its upper side may be one letter's. */
    private static final double LEAST_ASPECT = 2.5;

    /** Columns that are so many heights off the line are no part of it, such as a letter's tail. */
    private static final double OUTLIER_HEIGHTS = 0.15;

    /** In pixels: neighbours on a border are at most 1.42 apart, so each column has some of either side. */
    private static final double COLUMN_WIDTH = 1.5;

    private static final double STEEPEST = Math.tan(Math.toRadians(20));

    private final double alongX;
    private final double alongY;
    private double start = Double.POSITIVE_INFINITY;
    private double end = Double.NEGATIVE_INFINITY;
    private double top = Double.POSITIVE_INFINITY;
    private double bottom = Double.NEGATIVE_INFINITY;

    private QuadFit(double alongX, double alongY) {
        this.alongX = alongX;
        this.alongY = alongY;
    }

    /** Fits to the centres of all pixels along a blob's border, in order; empty if it is thinner than the least size. */
    static Optional<Region> of(double[] x, double[] y, double leastSize) {
        double[] direction = direction(x, y);
        QuadFit fit = new QuadFit(direction[0], direction[1]);
        for (int i = 0; i < x.length; i++) {
            double s = fit.along(x[i], y[i]);
            double t = fit.across(x[i], y[i]);
            fit.start = Math.min(fit.start, s);
            fit.end = Math.max(fit.end, s);
            fit.top = Math.min(fit.top, t);
            fit.bottom = Math.max(fit.bottom, t);
        }
        if (Math.min(fit.end - fit.start, fit.bottom - fit.top) + 1 < leastSize) {
            return Optional.empty();
        }
        return Optional.of(fit.quad(x, y));
    }

    private double along(double x, double y) {
        return alongX * x + alongY * y;
    }

    private double across(double x, double y) {
        return alongX * y - alongY * x;
    }

    private Point point(double s, double t) {
        return new Point(alongX * s - alongY * t, alongY * s + alongX * t);
    }

    private Region quad(double[] x, double[] y) {
        double[] upper = {top, 0};
        double[] lower = {bottom, 0};
        double height = bottom - top;
        double length = end - start;
        if (length >= LEAST_ASPECT * height) {
            double margin = Math.min(ROUND_END_HEIGHTS * height, ROUND_END_SHARE * length);
            int columns = (int) Math.floor((length - 2 * margin) / COLUMN_WIDTH);
            if (columns >= LEAST_COLUMNS) {
                fitSides(x, y, start + margin, columns, upper, lower);
            }
        }
        // The pixels' centres lie half a pixel within the blob.
        upper[0] -= 0.5;
        lower[0] += 0.5;
        double lean = -(upper[1] + lower[1]) / 2;
        return new Region(
                corner(upper, start - 0.5, lean),
                corner(upper, end + 0.5, lean),
                corner(lower, end + 0.5, lean),
                corner(lower, start - 0.5, lean));
    }

    /** Where a side t = a + b s meets the end s = e + lean (t - middle). */
    private Point corner(double[] side, double e, double lean) {
        double middle = (top + bottom) / 2;
        double t = (side[0] + side[1] * (e - lean * middle)) / (1 - side[1] * lean);
        return point(e + lean * (t - middle), t);
    }

    private void fitSides(double[] x, double[] y, double from, int columns, double[] upper, double[] lower) {
        double[] highest = new double[columns];
        double[] lowest = new double[columns];
        Arrays.fill(highest, Double.POSITIVE_INFINITY);
        Arrays.fill(lowest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.length; i++) {
            int column = (int) Math.floor((along(x[i], y[i]) - from) / COLUMN_WIDTH);
            if (column >= 0 && column < columns) {
                double t = across(x[i], y[i]);
                highest[column] = Math.min(highest[column], t);
                lowest[column] = Math.max(lowest[column], t);
            }
        }
        double tolerance = OUTLIER_HEIGHTS * (bottom - top) + 1;
        double[] above = line(highest, from + COLUMN_WIDTH / 2, tolerance);
        double[] below = line(lowest, from + COLUMN_WIDTH / 2, tolerance);
        if (Math.abs(above[1]) <= STEEPEST && Math.abs(below[1]) <= STEEPEST) {
            System.arraycopy(above, 0, upper, 0, 2);
            System.arraycopy(below, 0, lower, 0, 2);
        }
    }

    /** The line a + b s of least squares through the columns, then once more without those far from it. */
    private static double[] line(double[] t, double from, double tolerance) {
        double[] all = line(t, from, new double[] {0, 0}, Double.POSITIVE_INFINITY);
        return line(t, from, all, tolerance);
    }

    private static double[] line(double[] t, double from, double[] near, double tolerance) {
        double n = 0;
        double sumS = 0;
        double sumT = 0;
        double sumSs = 0;
        double sumSt = 0;
        for (int i = 0; i < t.length; i++) {
            double s = from + i * COLUMN_WIDTH;
            if (Double.isFinite(t[i]) && Math.abs(t[i] - near[0] - near[1] * s) <= tolerance) {
                n++;
                sumS += s;
                sumT += t[i];
                sumSs += s * s;
                sumSt += s * t[i];
            }
        }
        double spread = n * sumSs - sumS * sumS;
        if (n < 2 || spread < 1e-6) {
            return near;
        }
        double slope = (n * sumSt - sumS * sumT) / spread;
        return new double[] {(sumT - slope * sumS) / n, slope};
    }

    /**
     * The direction of the smallest turned rectangle around the points, within 45 degrees of the horizontal: one of its
     * sides lies on a side of the convex hull.
     */
    private static double[] direction(double[] x, double[] y) {
        int[] hull = hull(x, y);
        double[] best = {1, 0};
        double bestArea = Double.POSITIVE_INFINITY;
        for (int i = 0; i < hull.length; i++) {
            int a = hull[i];
            int b = hull[(i + 1) % hull.length];
            double length = Math.hypot(x[b] - x[a], y[b] - y[a]);
            if (length > 0) {
                QuadFit box = new QuadFit((x[b] - x[a]) / length, (y[b] - y[a]) / length);
                for (int k : hull) {
                    double s = box.along(x[k], y[k]);
                    double t = box.across(x[k], y[k]);
                    box.start = Math.min(box.start, s);
                    box.end = Math.max(box.end, s);
                    box.top = Math.min(box.top, t);
                    box.bottom = Math.max(box.bottom, t);
                }
                double area = (box.end - box.start) * (box.bottom - box.top);
                if (area < bestArea) {
                    bestArea = area;
                    best = nearestToHorizontal(box.alongX, box.alongY);
                }
            }
        }
        return best;
    }

    private static double[] nearestToHorizontal(double x, double y) {
        double[] turned = Math.abs(x) >= Math.abs(y) ? new double[] {x, y} : new double[] {-y, x};
        return turned[0] < 0 ? new double[] {-turned[0], -turned[1]} : turned;
    }

    /** The corners of the convex hull, by their indices (Andrew's monotone chain). */
    private static int[] hull(double[] x, double[] y) {
        Integer[] order = new Integer[x.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> x[a] != x[b] ? Double.compare(x[a], x[b]) : Double.compare(y[a], y[b]));
        int[] chain = new int[2 * x.length + 2];
        int size = 0;
        for (int pass = 0; pass < 2; pass++) {
            int floor = size + 1;
            for (int i = 0; i < order.length; i++) {
                int next = order[pass == 0 ? i : order.length - 1 - i];
                while (size > floor && turn(x, y, chain[size - 2], chain[size - 1], next) <= 0) {
                    size--;
                }
                chain[size++] = next;
            }
            size--;
        }
        return size == 0 ? new int[] {order[0]} : Arrays.copyOf(chain, size);
    }

    private static double turn(double[] x, double[] y, int a, int b, int c) {
        return (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]);
    }
}
