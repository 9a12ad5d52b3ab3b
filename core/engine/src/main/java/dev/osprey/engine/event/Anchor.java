package dev.osprey.engine.event;

import dev.osprey.spi.Box;

/** Which spot of an object's box says where the object is. */
public enum Anchor {
    /** The middle of the lower edge: where a person stands. */
    FOOT,
    CENTRE;

    /** The spot in a picture of the given size; the part of the box that leaves the picture does not count. */
    Spot of(Box box, int width, int height) {
        Box seen = box.clipped(width, height);
        double y = this == FOOT ? seen.bottom() : seen.y() + seen.height() / 2;
        return new Spot((seen.x() + seen.width() / 2) / width, y / height);
    }
}
