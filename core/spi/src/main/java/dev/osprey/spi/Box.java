package dev.osprey.spi;

/** An upright rectangle in source pixels, origin top left; may leave the picture. All numbers are finite. */
public record Box(double x, double y, double width, double height) {
    public Box {
        Checks.finite("x", x);
        Checks.finite("y", y);
        if (!(width >= 0 && height >= 0 && Double.isFinite(width + height))) {
            throw new IllegalArgumentException(
                    "width and height must be >= 0 and finite, got " + width + " x " + height);
        }
    }

    /** The box with these corners, in either order. */
    public static Box ofCorners(double x1, double y1, double x2, double y2) {
        return new Box(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
    }

    public static Box ofCentre(double centreX, double centreY, double width, double height) {
        return new Box(centreX - width / 2, centreY - height / 2, width, height);
    }

    public double right() {
        return x + width;
    }

    public double bottom() {
        return y + height;
    }

    public double area() {
        return width * height;
    }

    public Point centre() {
        return new Point(x + width / 2, y + height / 2);
    }

    /** What of this box lies within 0..width and 0..height; of no area if nothing does. */
    public Box clipped(double pictureWidth, double pictureHeight) {
        double left = clamp(x, pictureWidth);
        double top = clamp(y, pictureHeight);
        return new Box(left, top, clamp(right(), pictureWidth) - left, clamp(bottom(), pictureHeight) - top);
    }

    /** Intersection over union, 0..1; 0 if both are of no area. */
    public double iou(Box other) {
        double overlapWidth = Math.min(right(), other.right()) - Math.max(x, other.x);
        double overlapHeight = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        if (overlapWidth <= 0 || overlapHeight <= 0) {
            return 0;
        }
        double overlap = overlapWidth * overlapHeight;
        return overlap / (area() + other.area() - overlap);
    }

    private static double clamp(double value, double limit) {
        return Math.max(0, Math.min(limit, value));
    }
}
