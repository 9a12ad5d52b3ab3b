package dev.osprey.spi;

/**
 * A homography from pixels that were read to the source picture, row by row:
 *
 * <pre>
 * (x', y', w') = (m00 x + m01 y + m02,  m10 x + m11 y + m12,  m20 x + m21 y + m22);  source = (x'/w', y'/w')
 * </pre>
 */
public record Mapping(
        double m00, double m01, double m02, double m10, double m11, double m12, double m20, double m21, double m22) {

    /** Scales, then shifts: what a stretched or letterboxed upright region gives. */
    public static Mapping scaling(double scaleX, double scaleY, double shiftX, double shiftY) {
        return new Mapping(scaleX, 0, shiftX, 0, scaleY, shiftY, 0, 0, 1);
    }

    public Point toSource(double x, double y) {
        double w = m20 * x + m21 * y + m22;
        return new Point((m00 * x + m01 * y + m02) / w, (m10 * x + m11 * y + m12) / w);
    }

    /** Where an upright box of the pixels read lies in the source; turned or slanted if the region was. */
    public Region toSource(Box box) {
        return new Region(
                toSource(box.x(), box.y()),
                toSource(box.right(), box.y()),
                toSource(box.right(), box.bottom()),
                toSource(box.x(), box.bottom()));
    }
}
