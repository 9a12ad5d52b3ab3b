package dev.osprey.toolkit;

import dev.osprey.spi.Description;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.spi.StageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a picture becomes a model's input, as far as somebody has said so: each part may be open, a list by being empty.
 * What a configuration says goes over what the model's description says, and that over what its kind usually wants; see
 * {@link #over}.
 *
 * <p>A configuration record has one as its component {@code @Nullable Preprocessing input}.
 *
 * @param size width and height in pixels, or one number for both, for a model that leaves its size open
 * @param mean one value or one a channel, of values in 0..255, in the order of the channels
 * @param std one value or one a channel, of values in 0..255, in the order of the channels
 * @param fill of a letterbox's bars, 0..255
 */
public record Preprocessing(
        @Description("Width and height of the network's input in pixels, for a model that leaves them open; one number"
                        + " for both")
                List<Integer> size,
        @Description("Order of the colour channels: rgb, bgr or grey") @Nullable Order order,
        @Description("Subtracted from each channel's 0..255: one number or one a channel, in their order")
                List<Double> mean,
        @Description("Divides each channel after the mean: one number or one a channel, in their order")
                List<Double> std,
        @Description("What becomes of the aspect ratio: stretch, crop, letterbox (in the centre) or letterbox-top-left")
                @Nullable
                Fit fit,
        @Description("Grey of a letterbox's bars, 0..255") @Nullable Double fill) {
    /** Nothing said. */
    public static final Preprocessing OPEN = new Preprocessing(List.of(), null, List.of(), List.of(), null, null);

    /** The normalisation of networks that were trained on ImageNet, or begun so. */
    public static final Preprocessing IMAGENET =
            OPEN.withNormalisation(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

    /** What the exports of Ultralytics' networks want, whatever they find. */
    public static final Preprocessing YOLO = OPEN.withOrder(Order.RGB)
            .withNormalisation(List.of(0.0), List.of(255.0))
            .withFit(Fit.LETTERBOX, 114);

    public Preprocessing {
        if (size.size() > 2 || size.stream().anyMatch(side -> side < 1)) {
            throw new IllegalArgumentException("size must be one or two numbers >= 1, width and height, got " + size);
        }
        checkChannels("mean", mean);
        checkChannels("std", std);
        if (std.contains(0.0)) {
            throw new IllegalArgumentException("std must not be 0, got " + std);
        }
        if (fill != null && !(fill >= 0 && fill <= 255)) {
            throw new IllegalArgumentException("fill must be in 0..255, got " + fill);
        }
        size = List.copyOf(size);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /**
     * What a model's properties say: {@code size} (640, or width x height), {@code order} (RGB, BGR, GREY),
     * {@code mean} and {@code std} (one number or three, with commas), {@code fit} (stretch, crop, letterbox,
     * letterbox-top-left), {@code fill}.
     *
     * @throws StageException CONFIG naming the property, what it says and what it may say
     */
    public static Preprocessing of(Map<String, String> properties) throws StageException {
        List<Double> fill = numbers("fill", properties.get("fill"));
        try {
            return new Preprocessing(
                    numbers("size", properties.get("size")).stream()
                            .map(Double::intValue)
                            .toList(),
                    constant(Order.class, "order", properties.get("order")),
                    numbers("mean", properties.get("mean")),
                    numbers("std", properties.get("std")),
                    constant(Fit.class, "fit", properties.get("fit")),
                    fill.isEmpty() ? null : fill.get(0));
        } catch (IllegalArgumentException e) {
            throw new StageException(StageException.Category.CONFIG, "the model's property " + e.getMessage(), e);
        }
    }

    public Preprocessing withOrder(Order newOrder) {
        return new Preprocessing(size, newOrder, mean, std, fit, fill);
    }

    /** Elements (v − mean) / std of v in 0..255. */
    public Preprocessing withNormalisation(List<Double> newMean, List<Double> newStd) {
        return new Preprocessing(size, order, newMean, newStd, fit, fill);
    }

    /** The same with mean and std open: a model that takes whole numbers normalises them itself. */
    Preprocessing withoutNormalisation() {
        return withNormalisation(List.of(), List.of());
    }

    public Preprocessing withFit(Fit newFit, double newFill) {
        return new Preprocessing(size, order, mean, std, newFit, newFill);
    }

    public Preprocessing withSize(int newWidth, int newHeight) {
        return new Preprocessing(List.of(newWidth, newHeight), order, mean, std, fit, fill);
    }

    /**
     * This, and what is open here from the defaults. Where the two name opposite orders of channels, the defaults' mean
     * and std are turned round, so that each colour keeps its own.
     */
    public Preprocessing over(Preprocessing defaults) {
        boolean turned = order != null && defaults.order != null && order != defaults.order;
        return new Preprocessing(
                size.isEmpty() ? defaults.size : size,
                order != null ? order : defaults.order,
                mean.isEmpty() ? turned(defaults.mean, turned) : mean,
                std.isEmpty() ? turned(defaults.std, turned) : std,
                fit != null ? fit : defaults.fit,
                fill != null ? fill : defaults.fill);
    }

    /**
     * The form in which a model's input wants pixels. Size, type and layout are the model's; what is still open is RGB,
     * stretched, 0..1 (0..255 where the model takes whole numbers).
     *
     * @throws StageException CONFIG if the input is no picture, or the size that was asked for is not the model's
     */
    PixelSpec pixelsFor(TensorShape input, String model) throws StageException {
        PixelSpec.Type type = typeOf(input, model);
        if (input.rank() != 4) {
            throw refused(
                    model + " takes " + input + "; a picture is wanted: [N,C,H,W] or [N,H,W,C], of four dimensions");
        }
        boolean planar = isChannels(input.dimension(1))
                || (!isChannels(input.dimension(3)) && input.dimension(1) == TensorShape.ANY);
        if (!planar && !isChannels(input.dimension(3))) {
            throw refused(model + " takes " + input + "; a picture is wanted, of 1 or 3 channels in the second or last"
                    + " dimension");
        }
        if (input.dimension(0) != TensorShape.ANY && input.dimension(0) != 1) {
            throw refused(model + " takes " + input + ", " + input.dimension(0) + " pictures at once;"
                    + " export it with a batch of 1, or with an open (dynamic) one");
        }
        long channels = input.dimension(planar ? 1 : 3);
        Order colours = order != null ? order : channels == 1 ? Order.GREY : Order.RGB;
        if (channels != TensorShape.ANY && channels != colours.channels()) {
            throw refused(model + " takes " + input + ", " + channels + " channels; order " + colours + " has "
                    + colours.channels() + ": set `order: " + (channels == 1 ? "GREY" : "RGB") + "`");
        }
        double usualStd = type == PixelSpec.Type.F32 || type == PixelSpec.Type.F16 ? 255 : 1;
        try {
            return PixelSpec.bytes(
                            side("width", 0, input.dimension(planar ? 3 : 2), input, model),
                            side("height", size.size() - 1, input.dimension(planar ? 2 : 1), input, model),
                            colours)
                    .withType(type)
                    .withLayout(planar ? PixelSpec.Layout.NCHW : PixelSpec.Layout.NHWC)
                    .withFit(fit != null ? fit : Fit.STRETCH, fill != null ? fill : 0)
                    .normalised(
                            mean.isEmpty() ? new double[] {0} : array(mean),
                            std.isEmpty() ? new double[] {usualStd} : array(std));
        } catch (IllegalArgumentException e) {
            throw new StageException(StageException.Category.CONFIG, model + ": " + e.getMessage(), e);
        }
    }

    private static PixelSpec.Type typeOf(TensorShape input, String model) throws StageException {
        return switch (input.type()) {
            case FLOAT -> PixelSpec.Type.F32;
            case FLOAT16 -> PixelSpec.Type.F16;
            case INT32 -> PixelSpec.Type.I32;
            case UINT8 -> PixelSpec.Type.U8;
            case DOUBLE, INT8, INT16, INT64, BOOL, STRING, BFLOAT16, UNKNOWN -> throw refused(
                    model + " takes " + input + "; pictures can be given as float32, float16, int32 or uint8:"
                            + " export the model with one of these inputs");
        };
    }

    private int side(String name, int index, long own, TensorShape input, String model) throws StageException {
        if (own == TensorShape.ANY && size.isEmpty()) {
            throw refused(
                    model + " takes " + input + ", any size; set `size: [width, height]` to the one it was trained"
                            + " with, such as [640, 640]");
        }
        if (own != TensorShape.ANY && !size.isEmpty() && size.get(index) != own) {
            throw refused(model + " takes " + input + ", " + name + " " + own + " and no other; " + name + " "
                    + size.get(index) + " was asked for: leave `size` out, or export the model with that size");
        }
        return own != TensorShape.ANY ? Math.toIntExact(own) : size.get(index);
    }

    private static boolean isChannels(long dimension) {
        return dimension == 1 || dimension == 3;
    }

    private static List<Double> turned(List<Double> values, boolean turn) {
        if (!turn) {
            return values;
        }
        List<Double> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return reversed;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Double> numbers(String key, @Nullable String text) throws StageException {
        if (text == null) {
            return List.of();
        }
        try {
            List<Double> values = Arrays.stream(
                            text.replaceAll("[\\[\\]]", " ").strip().split("[,x\\s]+"))
                    .map(Double::valueOf)
                    .toList();
            if (values.size() <= 3) {
                return values;
            }
        } catch (NumberFormatException e) {
            throw new StageException(StageException.Category.CONFIG, unreadable(key, text), e);
        }
        throw refused(unreadable(key, text));
    }

    private static String unreadable(String key, String text) {
        return "the model's property " + key + " must hold one to three numbers with commas between, got '" + text
                + "'";
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, String key, @Nullable String text)
            throws StageException {
        if (text == null) {
            return null;
        }
        String wanted = text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(wanted)) {
                return constant;
            }
        }
        throw refused("the model's property " + key + " must be one of " + Arrays.toString(type.getEnumConstants())
                + ", got '" + text + "'");
    }

    private static void checkChannels(String name, List<Double> values) {
        if (values.size() > 1 && values.size() != 3) {
            throw new IllegalArgumentException(name + " must be one number or three, got " + values);
        }
    }

    private static StageException refused(String message) {
        return new StageException(StageException.Category.CONFIG, message);
    }
}
