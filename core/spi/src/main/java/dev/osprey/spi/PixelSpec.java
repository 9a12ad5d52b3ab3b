package dev.osprey.spi;

import java.util.Arrays;
import java.util.Objects;

/**
 * The form in which a stage wants pixels: size, element type, memory layout, channel order, fit and normalisation. Each
 * element is (v − mean) / std, v being the channel's value in 0..255, and mean and std in the order of the channels.
 * Immutable: each {@code with} gives another.
 */
public final class PixelSpec {
    private final int width;
    private final int height;
    private final Type type;
    private final Layout layout;
    private final Order order;
    private final Fit fit;
    private final double fill;
    private final double[] mean;
    private final double[] std;

    /** What an element is. For {@link #U8} and {@link #I32} the result is rounded; U8 is clamped to 0..255. */
    public enum Type {
        U8(1),
        I32(4),
        F16(2),
        F32(4);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** The size of one element, in bytes. */
        public int bytes() {
            return bytes;
        }
    }

    /** How the elements of one picture lie in memory. */
    public enum Layout {
        /** Plane after plane: [C, H, W]. */
        NCHW,
        /** Pixel after pixel: [H, W, C]. */
        NHWC
    }

    public enum Order {
        RGB(3),
        BGR(3),
        GREY(1);

        private final int channels;

        Order(int channels) {
            this.channels = channels;
        }

        public int channels() {
            return channels;
        }
    }

    /** What becomes of the region's aspect ratio. */
    public enum Fit {
        /** The region fills the picture; the aspect ratio changes. */
        STRETCH,
        /** The middle of the region fills the picture; the aspect ratio stays. */
        CROP,
        /** The whole region in the centre, with bars on two sides. */
        LETTERBOX,
        /** The whole region at the top left, with bars to the right or below. */
        LETTERBOX_TOP_LEFT
    }

    private PixelSpec(
            int width,
            int height,
            Type type,
            Layout layout,
            Order order,
            Fit fit,
            double fill,
            double[] mean,
            double[] std) {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("width and height must be >= 0, got " + width + " x " + height);
        }
        if (!(fill >= 0 && fill <= 255)) {
            throw new IllegalArgumentException("fill must be in 0..255, got " + fill);
        }
        this.width = width;
        this.height = height;
        this.type = Objects.requireNonNull(type, "type");
        this.layout = Objects.requireNonNull(layout, "layout");
        this.order = Objects.requireNonNull(order, "order");
        this.fit = Objects.requireNonNull(fit, "fit");
        this.fill = fill;
        this.mean = perChannel("mean", mean, order.channels());
        this.std = perChannel("std", std, order.channels());
        for (double value : this.std) {
            if (value == 0) {
                throw new IllegalArgumentException("std must not be 0, got " + Arrays.toString(std));
            }
        }
    }

    /** Bytes 0..255, pixel after pixel, stretched: how OpenCV and picture files hold them. */
    public static PixelSpec bytes(int width, int height, Order order) {
        return new PixelSpec(
                width, height, Type.U8, Layout.NHWC, order, Fit.STRETCH, 0, new double[] {0}, new double[] {1});
    }

    /** Floats 0..1, plane after plane, RGB, stretched: the commonest input of a network. */
    public static PixelSpec tensor(int width, int height) {
        return new PixelSpec(
                width, height, Type.F32, Layout.NCHW, Order.RGB, Fit.STRETCH, 0, new double[] {0}, new double[] {255});
    }

    /** In pixels; 0 for the region's own, rounded. */
    public int width() {
        return width;
    }

    /** In pixels; 0 for the region's own, rounded. */
    public int height() {
        return height;
    }

    public Type type() {
        return type;
    }

    public Layout layout() {
        return layout;
    }

    public Order order() {
        return order;
    }

    public Fit fit() {
        return fit;
    }

    /**
     * What is written beside a letterboxed picture and for what lies outside the source, 0..255 in every channel,
     * normalised like the rest.
     */
    public double fill() {
        return fill;
    }

    public PixelSpec withSize(int newWidth, int newHeight) {
        return new PixelSpec(newWidth, newHeight, type, layout, order, fit, fill, mean, std);
    }

    public PixelSpec withType(Type newType) {
        return new PixelSpec(width, height, newType, layout, order, fit, fill, mean, std);
    }

    public PixelSpec withLayout(Layout newLayout) {
        return new PixelSpec(width, height, type, newLayout, order, fit, fill, mean, std);
    }

    /** Another order of channels; mean and std must be those of the new order, or one value for all. */
    public PixelSpec withOrder(Order newOrder) {
        return new PixelSpec(width, height, type, layout, newOrder, fit, fill, mean, std);
    }

    public PixelSpec withFit(Fit newFit, double newFill) {
        return new PixelSpec(width, height, type, layout, order, newFit, newFill, mean, std);
    }

    /**
     * Elements (v − mean) / std of v in 0..255, in the order of the channels.
     *
     * @param newMean one value, or one a channel; finite
     * @param newStd one value, or one a channel; finite and never 0
     */
    public PixelSpec normalised(double[] newMean, double[] newStd) {
        return new PixelSpec(width, height, type, layout, order, fit, fill, newMean, newStd);
    }

    /** The width written for this region, in pixels. */
    public int widthFor(Region region) {
        return width > 0 ? width : Math.max(1, (int) Math.round(region.width()));
    }

    /** The height written for this region, in pixels. */
    public int heightFor(Region region) {
        return height > 0 ? height : Math.max(1, (int) Math.round(region.height()));
    }

    /** What a read of this region writes, in bytes. */
    public int sizeBytes(Region region) {
        return Math.toIntExact((long) widthFor(region) * heightFor(region) * order.channels() * type.bytes());
    }

    /** One value a channel; a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** One value a channel; a copy. */
    public double[] std() {
        return std.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelSpec that
                && width == that.width
                && height == that.height
                && type == that.type
                && layout == that.layout
                && order == that.order
                && fit == that.fit
                && fill == that.fill
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * width + height) + type.hashCode()) + Arrays.hashCode(mean);
    }

    @Override
    public String toString() {
        return width + "x" + height + " " + type + " " + layout + " " + order + " " + fit + " fill " + fill + " mean "
                + Arrays.toString(mean) + " std " + Arrays.toString(std);
    }

    private static double[] perChannel(String name, double[] values, int channels) {
        for (double value : values) {
            Checks.finite(name, value);
        }
        if (values.length == channels) {
            return values.clone();
        }
        if (values.length != 1) {
            throw new IllegalArgumentException(
                    name + " must have 1 value or one a channel (" + channels + "), got " + values.length);
        }
        double[] all = new double[channels];
        Arrays.fill(all, values[0]);
        return all;
    }
}
