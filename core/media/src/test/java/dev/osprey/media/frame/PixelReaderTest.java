package dev.osprey.media.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.picture.PictureFile;
import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/*
 * The source is a slope: red grows to the right, green downwards, blue both ways. Any symmetric filter keeps a slope as
 * it is, so each pixel read must have the colour of the place in the source that the mapping names.
 */
class PixelReaderTest {
    private static final int WIDTH = 124;
    private static final int HEIGHT = 98;
    private static final double FILL = 114;

    @Property(tries = 400)
    void read_anyRegionAndSpec_showsWhatTheMappingSays(
            @ForAll("regions") Region region, @ForAll("specs") PixelSpec spec) {
        Picture picture = slope();
        int bytes = spec.sizeBytes(region);
        ByteBuffer into = direct(bytes + 8);
        into.position(4);
        Mapping mapping = picture.read(region, spec, into);
        assertThat(into.position()).isEqualTo(4 + bytes);
        assertThat(into.getInt(0)).isZero();
        assertThat(into.getInt(4 + bytes)).isZero();

        Placement placement = Placement.of(region, spec);
        Reference reference = new Reference(spec, placement.width(), placement.height(), into);
        double scale = Math.max(
                Math.max(region.width() / placement.innerWidth(), region.height() / placement.innerHeight()), 1);
        double errors = 0;
        int compared = 0;
        for (int y = 0; y < placement.height(); y++) {
            for (int x = 0; x < placement.width(); x++) {
                boolean bar = x < placement.left()
                        || y < placement.top()
                        || x >= placement.left() + placement.innerWidth()
                        || y >= placement.top() + placement.innerHeight();
                Point source = mapping.toSource(x + 0.5, y + 0.5);
                double inside =
                        Math.min(Math.min(source.x(), source.y()), Math.min(WIDTH - source.x(), HEIGHT - source.y()));
                if (bar || inside < -scale - 1) {
                    for (int c = 0; c < spec.order().channels(); c++) {
                        assertThat(reference.error(x, y, c, FILL))
                                .as("fill at %d, %d", x, y)
                                .isBetween(-0.51, 0.51);
                    }
                } else if (inside > scale + 1
                        && away(x, placement.left(), placement.innerWidth(), 2)
                        && away(y, placement.top(), placement.innerHeight(), 2)) {
                    for (int c = 0; c < spec.order().channels(); c++) {
                        double error = reference.error(x, y, c, colour(spec.order(), c, source));
                        assertThat(error).as("channel %d at %d, %d", c, x, y).isBetween(-4.0, 4.0);
                        errors += error;
                        compared++;
                    }
                }
            }
        }
        if (compared > 200) {
            // two steps of colour a pixel: a quarter of a pixel to the side would show
            assertThat(errors / compared).as("mean of %d", compared).isBetween(-0.8, 0.8);
        }
        picture.release();
    }

    private static boolean away(int at, int from, int length, int margin) {
        return length <= 2 * margin || at >= from + margin && at < from + length - margin;
    }

    @Property(tries = 300)
    void mapping_ofTheInterior_givesTheRegionsCorners(
            @ForAll("regions") Region region, @ForAll("specs") PixelSpec spec) {
        Placement placement =
                Placement.of(region, spec.fit() == PixelSpec.Fit.CROP ? spec.withFit(PixelSpec.Fit.STRETCH, 0) : spec);
        Mapping mapping = placement.mapping(region);
        int right = placement.left() + placement.innerWidth();
        int bottom = placement.top() + placement.innerHeight();
        assertNear(mapping.toSource(placement.left(), placement.top()), region.topLeft());
        assertNear(mapping.toSource(right, placement.top()), region.topRight());
        assertNear(mapping.toSource(right, bottom), region.bottomRight());
        assertNear(mapping.toSource(placement.left(), bottom), region.bottomLeft());
    }

    @Property(tries = 300)
    void letterbox_anyRegion_keepsTheAspectAndTheMiddle(
            @ForAll("regions") Region region, @ForAll("specs") PixelSpec any) {
        PixelSpec spec = any.withFit(PixelSpec.Fit.LETTERBOX, FILL).withSize(97, 61);
        Placement placement = Placement.of(region, spec);
        double scale = Math.min(97 / region.width(), 61 / region.height());
        assertThat(placement.innerWidth()).isBetween((int) Math.max(1, region.width() * scale - 1), 97);
        assertThat(Math.abs(placement.innerWidth() - region.width() * scale)).isLessThanOrEqualTo(1);
        assertThat(Math.abs(placement.innerHeight() - region.height() * scale)).isLessThanOrEqualTo(1);
        assertThat(Math.abs(2 * placement.left() + placement.innerWidth() - 97)).isLessThanOrEqualTo(1);
        assertThat(Math.abs(2 * placement.top() + placement.innerHeight() - 61)).isLessThanOrEqualTo(1);
    }

    @Example
    void read_slantedRegion_isStraightened() {
        Picture picture = slope();
        Region region = new Region(new Point(20, 10), new Point(100, 25), new Point(90, 80), new Point(30, 70));
        PixelSpec spec = PixelSpec.bytes(60, 40, PixelSpec.Order.RGB);
        ByteBuffer into = direct(spec.sizeBytes(region));
        Mapping mapping = picture.read(region, spec, into);
        assertNear(mapping.toSource(0, 0), region.topLeft());
        assertNear(mapping.toSource(60, 40), region.bottomRight());
        Reference reference = new Reference(spec, 60, 40, 0, into);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 60; x++) {
                Point source = mapping.toSource(x + 0.5, y + 0.5);
                assertThat(reference.error(x, y, 0, colour(PixelSpec.Order.RGB, 0, source)))
                        .isBetween(-3.0, 3.0);
            }
        }
        picture.release();
    }

    @Example
    void read_heapBuffer_isRefused() {
        Picture picture = slope();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> picture.read(
                        Region.of(picture),
                        PixelSpec.tensor(8, 8),
                        ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder())))
                .withMessageContaining("direct");
        picture.release();
    }

    @Example
    void read_otherByteOrder_isRefused() {
        Picture picture = slope();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> picture.read(
                        Region.of(picture), PixelSpec.tensor(8, 8), direct(4096).order(ByteOrder.BIG_ENDIAN)))
                .withMessageContaining("byte order");
        picture.release();
    }

    @Example
    void read_smallBuffer_isRefusedWithBothSizes() {
        Picture picture = slope();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> picture.read(Region.of(picture), PixelSpec.tensor(8, 8), direct(767)))
                .withMessageContaining("768")
                .withMessageContaining("767");
        picture.release();
    }

    @Example
    void read_regionOfNoArea_writesSomethingAndMapsIntoIt() {
        Picture picture = slope();
        Mapping mapping = picture.read(Region.of(new Box(10, 20, 0, 0)), PixelSpec.tensor(8, 8), direct(768));
        assertThat(mapping.toSource(4, 4)).isEqualTo(new Point(10, 20));
        picture.release();
    }

    private static void assertNear(Point actual, Point expected) {
        assertThat(Math.hypot(actual.x() - expected.x(), actual.y() - expected.y()))
                .as("%s for %s", actual, expected)
                .isLessThan(1e-6);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static Picture slope() {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                Point centre = new Point(x + 0.5, y + 0.5);
                for (int c = 0; c < 3; c++) {
                    rgb[(y * WIDTH + x) * 3 + c] = (byte) Math.round(colour(PixelSpec.Order.RGB, c, centre));
                }
            }
        }
        return PictureFile.of(WIDTH, HEIGHT, rgb, "slope", 0);
    }

    private static double colour(PixelSpec.Order order, int channel, Point at) {
        double red = 2 * (at.x() - 0.5);
        double green = 2 * (at.y() - 0.5);
        double blue = at.x() + at.y() - 1;
        return switch (order) {
            case RGB -> channel == 0 ? red : channel == 1 ? green : blue;
            case BGR -> channel == 0 ? blue : channel == 1 ? green : red;
            case GREY -> 0.299 * red + 0.587 * green + 0.114 * blue;
        };
    }

    @Provide
    Arbitrary<Region> regions() {
        Arbitrary<Double> x = Arbitraries.doubles().between(-30, 110).ofScale(2);
        Arbitrary<Double> y = Arbitraries.doubles().between(-30, 90).ofScale(2);
        Arbitrary<Double> size = Arbitraries.doubles().between(8, 150).ofScale(2);
        Arbitrary<Region> upright =
                Combinators.combine(x, y, size, size).as((a, b, w, h) -> Region.of(new Box(a, b, w, h)));
        Arbitrary<Region> whole = Arbitraries.just(Region.of(new Box(0, 0, WIDTH, HEIGHT)));
        Arbitrary<Region> inner = Combinators.combine(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 20))
                .as((a, b) -> Region.of(new Box(2 * a, 2 * b, 60, 40)));
        Arbitrary<Region> turned = Combinators.combine(
                        x, y, size, size, Arbitraries.doubles().between(-3.1, 3.1))
                .as((a, b, w, h, angle) -> Region.rotated(new Box(a, b, w, h), angle));
        return Arbitraries.oneOf(upright, whole, inner, turned);
    }

    @Provide
    Arbitrary<PixelSpec> specs() {
        Arbitrary<Integer> size =
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(3, 140));
        return Combinators.combine(
                        size,
                        size,
                        Arbitraries.of(PixelSpec.Type.class),
                        Arbitraries.of(PixelSpec.Layout.class),
                        Arbitraries.of(PixelSpec.Order.class),
                        Arbitraries.of(PixelSpec.Fit.class),
                        Arbitraries.integers().between(0, 2))
                .as((width, height, type, layout, order, fit, normal) -> {
                    boolean whole = type == PixelSpec.Type.U8;
                    double[] mean = normal == 0 || whole
                            ? new double[] {0}
                            : normal == 1 ? new double[] {127.5} : perChannel(order, 103, 116, 123);
                    double[] std = normal == 0 || whole
                            ? new double[] {1}
                            : normal == 1 ? new double[] {0.5} : perChannel(order, 0.25, 0.5, 1);
                    return PixelSpec.bytes(width, height, order)
                            .withType(type)
                            .withLayout(layout)
                            .withFit(fit, FILL)
                            .normalised(mean, std);
                });
    }

    private static double[] perChannel(PixelSpec.Order order, double... values) {
        return order == PixelSpec.Order.GREY ? new double[] {values[0]} : values;
    }

    /** The elements read, one by one and without haste. */
    private static final class Reference {
        private final PixelSpec spec;
        private final int width;
        private final int height;
        private final int offset;
        private final ByteBuffer elements;

        Reference(PixelSpec spec, int width, int height, ByteBuffer elements) {
            this(spec, width, height, 4, elements);
        }

        Reference(PixelSpec spec, int width, int height, int offset, ByteBuffer elements) {
            this.spec = spec;
            this.width = width;
            this.height = height;
            this.offset = offset;
            this.elements = elements;
        }

        /** How far the element is from (value − mean) / std, in steps of colour. */
        double error(int x, int y, int channel, double value) {
            int channels = spec.order().channels();
            int index = spec.layout() == PixelSpec.Layout.NCHW
                    ? (channel * height + y) * width + x
                    : (y * width + x) * channels + channel;
            double element =
                    switch (spec.type()) {
                        case U8 -> elements.get(offset + index) & 0xff;
                        case I32 -> elements.getInt(offset + 4 * index);
                        case F16 -> half(elements.getShort(offset + 2 * index));
                        case F32 -> elements.getFloat(offset + 4 * index);
                    };
            return element * spec.std()[channel] + spec.mean()[channel] - value;
        }

        private static double half(short bits) {
            int exponent = bits >> 10 & 0x1f;
            double fraction = (bits & 0x3ff) / 1024.0;
            double value = exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
            return bits < 0 ? -value : value;
        }
    }
}
