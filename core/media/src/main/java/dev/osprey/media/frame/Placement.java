package dev.osprey.media.frame;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;

/**
 * Where a region comes to lie in the pixels that are read: the interior that shows it, and which part of the region it
 * shows.
 *
 * @param width of all that is written, in pixels
 * @param height of all that is written, in pixels
 * @param left of the interior, in pixels written
 * @param top of the interior, in pixels written
 * @param innerWidth of the interior, at least 1
 * @param innerHeight of the interior, at least 1
 * @param cropX the share of the region's width that is cut off on the left, and again on the right
 * @param cropY the share of the region's height that is cut off above, and again below
 */
record Placement(
        int width, int height, int left, int top, int innerWidth, int innerHeight, double cropX, double cropY) {

    static Placement of(Region region, PixelSpec spec) {
        int width = spec.widthFor(region);
        int height = spec.heightFor(region);
        double regionWidth = Math.max(region.width(), 1e-6);
        double regionHeight = Math.max(region.height(), 1e-6);
        double scaleX = width / regionWidth;
        double scaleY = height / regionHeight;
        return switch (spec.fit()) {
            case STRETCH -> new Placement(width, height, 0, 0, width, height, 0, 0);
            case CROP -> {
                double scale = Math.max(scaleX, scaleY);
                yield new Placement(
                        width, height, 0, 0, width, height, (1 - scaleX / scale) / 2, (1 - scaleY / scale) / 2);
            }
            case LETTERBOX, LETTERBOX_TOP_LEFT -> {
                double scale = Math.min(scaleX, scaleY);
                int innerWidth = clamp(regionWidth * scale, width);
                int innerHeight = clamp(regionHeight * scale, height);
                boolean centred = spec.fit() == PixelSpec.Fit.LETTERBOX;
                yield new Placement(
                        width,
                        height,
                        centred ? (width - innerWidth) / 2 : 0,
                        centred ? (height - innerHeight) / 2 : 0,
                        innerWidth,
                        innerHeight,
                        0,
                        0);
            }
        };
    }

    private static int clamp(double value, int limit) {
        return Math.max(1, Math.min(limit, (int) Math.round(value)));
    }

    boolean hasBars() {
        return innerWidth < width || innerHeight < height;
    }

    /** The interior alone, without the bars. */
    Placement interior() {
        return new Placement(innerWidth, innerHeight, 0, 0, innerWidth, innerHeight, cropX, cropY);
    }

    /** The part of a region that an interior of its own shows, given where its pixels lead. */
    Region shownRegion(Region region, Mapping toSource) {
        return cropX == 0 && cropY == 0 ? region : toSource.toSource(new Box(0, 0, innerWidth, innerHeight));
    }

    /** The part of an upright region that the interior shows. */
    Box shown(Region region) {
        Box box = region.bounds();
        return new Box(
                box.x() + cropX * box.width(),
                box.y() + cropY * box.height(),
                box.width() * (1 - 2 * cropX),
                box.height() * (1 - 2 * cropY));
    }

    /** From pixels written to the source, where the interior shows this upright box. */
    Mapping mapping(Box shown) {
        double scaleX = shown.width() / innerWidth;
        double scaleY = shown.height() / innerHeight;
        return Mapping.scaling(scaleX, scaleY, shown.x() - left * scaleX, shown.y() - top * scaleY);
    }

    /** From pixels written to the source, for any quadrilateral. */
    Mapping mapping(Region region) {
        double scaleU = (1 - 2 * cropX) / innerWidth;
        double scaleV = (1 - 2 * cropY) / innerHeight;
        double shiftU = cropX - left * scaleU;
        double shiftV = cropY - top * scaleV;
        Mapping q = ofUnitSquare(region);
        return new Mapping(
                q.m00() * scaleU,
                q.m01() * scaleV,
                q.m00() * shiftU + q.m01() * shiftV + q.m02(),
                q.m10() * scaleU,
                q.m11() * scaleV,
                q.m10() * shiftU + q.m11() * shiftV + q.m12(),
                q.m20() * scaleU,
                q.m21() * scaleV,
                q.m20() * shiftU + q.m21() * shiftV + q.m22());
    }

    /** The homography that takes (0,0), (1,0), (1,1), (0,1) to the corners; the affine one if they are in a line. */
    private static Mapping ofUnitSquare(Region r) {
        Point a = r.topLeft();
        Point b = r.topRight();
        Point c = r.bottomRight();
        Point d = r.bottomLeft();
        double sumX = a.x() - b.x() + c.x() - d.x();
        double sumY = a.y() - b.y() + c.y() - d.y();
        double bcX = b.x() - c.x();
        double bcY = b.y() - c.y();
        double dcX = d.x() - c.x();
        double dcY = d.y() - c.y();
        double determinant = bcX * dcY - dcX * bcY;
        double g = 0;
        double h = 0;
        boolean parallelogram = Math.abs(sumX) + Math.abs(sumY) < 1e-9 * (1 + Math.abs(c.x()) + Math.abs(c.y()));
        if (!parallelogram && Math.abs(determinant) > 1e-12) {
            g = (sumX * dcY - dcX * sumY) / determinant;
            h = (bcX * sumY - sumX * bcY) / determinant;
        }
        return new Mapping(
                b.x() - a.x() + g * b.x(),
                d.x() - a.x() + h * d.x(),
                a.x(),
                b.y() - a.y() + g * b.y(),
                d.y() - a.y() + h * d.y(),
                a.y(),
                g,
                h,
                1);
    }
}
