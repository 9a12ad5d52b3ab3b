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
 * The source is a slope, as in PixelReaderTest. A stage reads a part of it in any form and writes that back; what is read
 * of the picture it has made must have the colour of the place in the source that the last mapping names.
 */
class PixelWriterTest {
    private static final int WIDTH = 124;
    private static final int HEIGHT = 98;
    private static final PixelSpec RGB = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);

    private final Picture source = slope();

    @Property(tries = 300)
    void write_whatWasReadInAnyForm_isReadAgainWhereItBelongs(
            @ForAll("parts") Region part, @ForAll("forms") PixelSpec form, @ForAll("parts") Region again) {
        ByteBuffer buffer = direct(form.sizeBytes(part) + 8).position(4);
        Mapping first = source.read(part, form, buffer);
        int end = buffer.position();
        buffer.position(4);
        Placement placement = Placement.of(part, form);
        Region all = first.toSource(
                new Box(placement.left(), placement.top(), placement.innerWidth(), placement.innerHeight()));
        Region said = placement
                .mapping(part)
                .toSource(new Box(placement.left(), placement.top(), placement.innerWidth(), placement.innerHeight()));
        boolean stretched = form.fit() == PixelSpec.Fit.STRETCH;
        if (!stretched
                && distance(all.topLeft(), said.topLeft()) + distance(all.bottomRight(), said.bottomRight()) > 1e-6) {
            return; // the read moved to whole pixels, and the form's bars or edges with it
        }
        Picture made = source.write(stretched ? all : part, form, buffer);
        assertThat(buffer.position()).isEqualTo(end);
        assertThat(made.width()).isEqualTo(placement.innerWidth());
        assertThat(made.height()).isEqualTo(placement.innerHeight());
        Picture placed = made.inSource();
        assertThat(placed.width()).isEqualTo(WIDTH);

        PixelSpec spec = RGB.withSize(37, 29).withFit(PixelSpec.Fit.LETTERBOX, 0);
        ByteBuffer into = direct(spec.sizeBytes(again));
        Mapping mapping = placed.read(again, spec, into);
        boolean grey = form.order() == PixelSpec.Order.GREY;
        double pixel = Math.max(part.width() / placement.innerWidth(), part.height() / placement.innerHeight());
        double step = Math.max(again.width() / 30, again.height() / 20);
        Placement shown = Placement.of(again, spec);
        double errors = 0;
        int compared = 0;
        for (int y = shown.top() + 1; y < shown.top() + shown.innerHeight() - 1; y++) {
            for (int x = shown.left() + 1; x < shown.left() + shown.innerWidth() - 1; x++) {
                Point at = mapping.toSource(x + 0.5, y + 0.5);
                if (depth(made.shows(), at) < 2 * (pixel + step) + 2 || depth(whole(), at) < 2 * (pixel + step) + 2) {
                    continue; // at an edge of what there is
                }
                for (int c = 0; c < 3; c++) {
                    double expected = grey ? greyAt(at) : colour(c, at);
                    double error = (into.get((y * 37 + x) * 3 + c) & 0xff) - expected;
                    assertThat(error)
                            .as("channel %d at %d, %d of %s", c, x, y, form)
                            .isBetween(-6.0, 6.0);
                    errors += error;
                    compared++;
                }
            }
        }
        if (compared > 200) {
            // two steps of colour a pixel: half a pixel to the side would show
            assertThat(errors / compared).as("mean of %d", compared).isBetween(-1.0, 1.0);
        }
        made.release();
    }

    @Property(tries = 200)
    void read_inSourceOfWhatShowsAnyRegion_mapsCornersOntoCorners(@ForAll("parts") Region part) {
        PixelSpec form = PixelSpec.bytes(50, 40, PixelSpec.Order.RGB);
        Picture made = source.write(part, form, direct(form.sizeBytes(part)));
        assertNear(made.shows().topLeft(), part.topLeft());
        assertNear(made.shows().bottomRight(), part.bottomRight());
        PixelSpec spec = PixelSpec.bytes(100, 60, PixelSpec.Order.RGB);
        Mapping mapping = made.inSource().read(made.shows(), spec, direct(spec.sizeBytes(part)));
        assertNear(mapping.toSource(0, 0), part.topLeft());
        assertNear(mapping.toSource(100, 0), part.topRight());
        assertNear(mapping.toSource(100, 60), part.bottomRight());
        assertNear(mapping.toSource(0, 60), part.bottomLeft());
        made.release();
    }

    @Property(tries = 200)
    void inverse_ofAnyMapping_leadsBack(@ForAll("parts") Region part) {
        Placement placement = Placement.of(part, PixelSpec.bytes(50, 40, PixelSpec.Order.RGB));
        Mapping there = placement.mapping(part);
        Mapping back = Homographies.inverse(there);
        Point at = there.toSource(13, 29);
        assertNear(back.toSource(at.x(), at.y()), new Point(13, 29));
        assertNear(Homographies.product(back, there).toSource(13, 29), new Point(13, 29));
    }

    @Example
    void write_bytesAtTheirOwnSize_areReadAgainAsTheyWere() {
        ByteBuffer buffer = direct(RGB.sizeBytes(whole()));
        source.read(whole(), RGB, buffer);
        Picture made = source.write(whole(), RGB, buffer.flip());
        for (PixelSpec.Order order : new PixelSpec.Order[] {PixelSpec.Order.RGB, PixelSpec.Order.BGR}) {
            PixelSpec spec = PixelSpec.bytes(0, 0, order);
            ByteBuffer expected = direct(spec.sizeBytes(whole()));
            ByteBuffer actual = direct(spec.sizeBytes(whole()));
            source.read(whole(), spec, expected);
            made.inSource().read(whole(), spec, actual);
            assertThat(actual.flip()).isEqualTo(expected.flip());
        }
        made.release();
    }

    @Example
    void write_letterbox_leavesTheBarsOut() {
        Region part = Region.of(new Box(0, 0, 80, 40));
        PixelSpec form = PixelSpec.tensor(64, 64).withFit(PixelSpec.Fit.LETTERBOX, 114);
        ByteBuffer buffer = direct(form.sizeBytes(part));
        source.read(part, form, buffer);
        Picture made = source.write(part, form, buffer.flip());
        assertThat(made.width()).isEqualTo(64);
        assertThat(made.height()).isEqualTo(32);
        assertThat(made.shows()).isEqualTo(part);
        made.release();
    }

    @Example
    void write_pictureMade_isFreedByItself() {
        long before = VideoPicture.live();
        Picture made = source.write(whole(), RGB.withSize(2, 2), direct(12));
        assertThat(VideoPicture.live()).isEqualTo(before + 1);
        Picture placed = made.inSource().retain();
        made.release();
        assertThat(placed.read(whole(), RGB.withSize(1, 1), direct(3)).toSource(0.5, 0.5))
                .isEqualTo(new Point(WIDTH / 2.0, HEIGHT / 2.0));
        placed.release();
        assertThat(VideoPicture.live()).isEqualTo(before);
    }

    @Example
    void write_buffersThatReadWouldNotTake_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.write(
                        whole(), RGB.withSize(1, 1), ByteBuffer.allocate(3).order(ByteOrder.nativeOrder())))
                .withMessageContaining("direct");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.write(whole(), PixelSpec.tensor(8, 8), direct(767)))
                .withMessageContaining("768")
                .withMessageContaining("767");
    }

    @Example
    void write_regionWithoutAnArea_isRefused() {
        Point same = new Point(3, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.write(Region.of(new Box(1, 1, 0, 5)), RGB.withSize(2, 2), direct(12)))
                .withMessageContaining("area");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.write(
                        new Region(same, new Point(5, 5), new Point(9, 9), new Point(7, 7)),
                        RGB.withSize(2, 2),
                        direct(12)))
                .withMessageContaining("area");
    }

    private static Region whole() {
        return Region.of(new Box(0, 0, WIDTH, HEIGHT));
    }

    /** How far within a region, in pixels; negative outside. */
    private static double depth(Region region, Point at) {
        Point[] corners = {region.topLeft(), region.topRight(), region.bottomRight(), region.bottomLeft()};
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 4; i++) {
            Point a = corners[i];
            Point b = corners[(i + 1) % 4];
            double cross = (b.x() - a.x()) * (at.y() - a.y()) - (b.y() - a.y()) * (at.x() - a.x());
            least = Math.min(least, cross / Math.hypot(b.x() - a.x(), b.y() - a.y()));
        }
        return least;
    }

    private static void assertNear(Point actual, Point expected) {
        assertThat(distance(actual, expected)).as("%s for %s", actual, expected).isLessThan(1e-6);
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static Picture slope() {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[(y * WIDTH + x) * 3 + c] = (byte) Math.round(colour(c, new Point(x + 0.5, y + 0.5)));
                }
            }
        }
        return PictureFile.of(WIDTH, HEIGHT, rgb, "slope", 0);
    }

    private static double colour(int channel, Point at) {
        return switch (channel) {
            case 0 -> 2 * (at.x() - 0.5);
            case 1 -> 2 * (at.y() - 0.5);
            default -> at.x() + at.y() - 1;
        };
    }

    private static double greyAt(Point at) {
        return 0.299 * colour(0, at) + 0.587 * colour(1, at) + 0.114 * colour(2, at);
    }

    @Provide
    Arbitrary<Region> parts() {
        Arbitrary<Double> x = Arbitraries.doubles().between(0, 60).ofScale(2);
        Arbitrary<Double> y = Arbitraries.doubles().between(0, 40).ofScale(2);
        Arbitrary<Double> size = Arbitraries.doubles().between(30, 90).ofScale(2);
        Arbitrary<Region> upright =
                Combinators.combine(x, y, size, size).as((a, b, w, h) -> Region.of(new Box(a, b, w, h)));
        Arbitrary<Region> turned = Combinators.combine(
                        x, y, size, size, Arbitraries.doubles().between(-3.1, 3.1))
                .as((a, b, w, h, angle) -> Region.rotated(new Box(a, b, w, h), angle));
        Arbitrary<Region> slanted = Combinators.combine(x, y)
                .as((a, b) -> new Region(
                        new Point(a + 5, b),
                        new Point(a + 60, b + 8),
                        new Point(a + 50, b + 55),
                        new Point(a, b + 45)));
        return Arbitraries.oneOf(upright, Arbitraries.just(whole()), turned, slanted);
    }

    @Provide
    Arbitrary<PixelSpec> forms() {
        Arbitrary<Integer> size =
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(40, 140));
        return Combinators.combine(
                        size,
                        size,
                        Arbitraries.of(PixelSpec.Type.class),
                        Arbitraries.of(PixelSpec.Layout.class),
                        Arbitraries.of(PixelSpec.Order.class),
                        Arbitraries.of(PixelSpec.Fit.class),
                        Arbitraries.integers().between(0, 2))
                .as((width, height, type, layout, order, fit, normal) -> {
                    boolean plain = type == PixelSpec.Type.U8 || normal == 0;
                    double[] each = order == PixelSpec.Order.GREY ? new double[] {103} : new double[] {103, 116, 123};
                    double[] mean = plain ? new double[] {0} : normal == 1 ? new double[] {127.5} : each;
                    double[] std = plain ? new double[] {1} : new double[] {0.5};
                    return PixelSpec.bytes(width, height, order)
                            .withType(type)
                            .withLayout(layout)
                            .withFit(fit, 114)
                            .normalised(mean, std);
                });
    }
}
