package dev.osprey.engine.event;

/** A place in the picture, in fractions of its width and height, origin top left; 0..1 within the picture. */
public record Spot(double x, double y) {
    public Spot {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("x and y must be finite, got " + x + ", " + y);
        }
    }
}
