package dev.osprey.engine.event;

/** A named line in a camera's picture that objects cross; see {@link Direction} for its sides. */
public record Line(String name, Spot from, Spot to, ObjectFilter filter) {
    public Line {
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to must differ, got [" + from.x() + ", " + from.y() + "]");
        }
    }
}
