package dev.osprey.media.frame;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import org.jspecify.annotations.Nullable;

/**
 * How the pixels of a picture that was made lie in its source.
 *
 * @param shows in source pixels, the whole of the picture made
 * @param toSource from pixels of the picture made
 * @param toOwn from source pixels
 * @param sourceWidth in pixels
 * @param sourceHeight in pixels
 */
record Lens(Region shows, Mapping toSource, Mapping toOwn, int sourceWidth, int sourceHeight) {
    private static final double ROUNDING = 1e-6;

    static Lens of(Region shows, Mapping toSource, int sourceWidth, int sourceHeight) {
        return new Lens(shows, toSource, Homographies.inverse(toSource), sourceWidth, sourceHeight);
    }

    /** Whether it only scales and shifts, so that an upright box of the source is one of the picture made. */
    boolean isUpright() {
        return shows.isUpright();
    }

    /** Where an upright box of the source lies; what is a rounding error away from whole pixels lies on them. */
    Box own(Box source) {
        double left = whole(toOwn.m00() * source.x() + toOwn.m02());
        double top = whole(toOwn.m11() * source.y() + toOwn.m12());
        double right = whole(toOwn.m00() * source.right() + toOwn.m02());
        double bottom = whole(toOwn.m11() * source.bottom() + toOwn.m12());
        return Box.ofCorners(left, top, right, bottom);
    }

    Region own(Region source) {
        return new Region(
                own(source.topLeft()), own(source.topRight()), own(source.bottomRight()), own(source.bottomLeft()));
    }

    private Point own(Point source) {
        return toOwn.toSource(source.x(), source.y());
    }

    private static double whole(double value) {
        double rounded = Math.rint(value);
        return Math.abs(value - rounded) < ROUNDING ? rounded : value;
    }

    /** The region of the picture made, in its own pixels; the same one without a lens. */
    static Region own(@Nullable Lens lens, Region region) {
        return lens == null ? region : lens.own(region);
    }
}
