package dev.osprey.spi;

/** A place in the source picture, in pixels; may lie outside it. Both are finite. */
public record Point(double x, double y) {
    public Point {
        Checks.finite("x", x);
        Checks.finite("y", y);
    }
}
