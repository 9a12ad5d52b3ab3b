package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Box;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.Pointer;

/** Maps drawn by hand: a pixel belongs to a shape if its centre does. Expected values follow from the shapes. */
class DbDecoderTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 160;
    private static final DbDecoder USUAL = new DbDecoder(0.3, 0.6, 1.6, 100);
    private static final DbDecoder CORES = new DbDecoder(0.3, 0.6, 0, 100);

    private final float[] map = new float[WIDTH * HEIGHT];

    @Example
    void decode_rectangle_isMovedOutwardsByAreaOverPerimeter() {
        draw(Region.of(new Box(20, 10, 40, 8)), 0.9f);
        // 320 square pixels and a perimeter of 96: 320 × 1.6 / 96 = 5 1/3 pixels.
        assertThat(decode(USUAL)).singleElement().satisfies(box -> {
            assertQuad(box.quad(), Region.of(new Box(20 - 16 / 3.0, 10 - 16 / 3.0, 40 + 32 / 3.0, 8 + 32 / 3.0)), 1e-6);
            assertThat(box.score()).isCloseTo(0.9, within(1e-6));
        });
    }

    @Example
    void decode_rectangleInTheCorner_mayReachBeyondTheMap() {
        draw(Region.of(new Box(0, 0, 40, 8)), 0.9f);
        assertThat(decode(USUAL)).singleElement().satisfies(box -> {
            assertThat(box.quad().topLeft().x()).isCloseTo(-16 / 3.0, within(1e-6));
            assertThat(box.score()).isCloseTo(0.9, within(1e-6));
        });
    }

    @Property(tries = 200)
    void decode_turnedRectangle_isFoundWithinTwoPixels(
            @ForAll @DoubleRange(min = -0.7, max = 0.7) double radians,
            @ForAll @IntRange(min = 60, max = 140) int width,
            @ForAll @IntRange(min = 10, max = 24) int height) {
        Arrays.fill(map, 0);
        Region drawn = Region.rotated(Box.ofCentre(160.3, 80.6, width, height), radians);
        draw(drawn, 1);
        assertThat(decode(CORES)).singleElement().satisfies(box -> assertQuad(box.quad(), drawn, 2));
    }

    @Property(tries = 200)
    void decode_trapezoid_hasEachSidesOwnSlope(
            @ForAll @DoubleRange(min = -0.2, max = 0.2) double radians,
            @ForAll @IntRange(min = 10, max = 28) int left,
            @ForAll @IntRange(min = 10, max = 28) int right) {
        Arrays.fill(map, 0);
        Region drawn = new Region(
                turned(-120, -left / 2.0, radians),
                turned(120, -right / 2.0, radians),
                turned(120, right / 2.0, radians),
                turned(-120, left / 2.0, radians));
        draw(drawn, 1);
        assertThat(decode(CORES)).singleElement().satisfies(box -> assertQuad(box.quad(), drawn, 2));
    }

    @Example
    void decode_letterWithATail_doesNotTiltTheLine() {
        draw(Region.of(new Box(40, 60, 200, 16)), 1);
        draw(Region.of(new Box(200, 76, 10, 6)), 1);
        assertThat(decode(CORES)).singleElement().satisfies(box -> {
            assertThat(box.quad().bottomLeft().y()).isCloseTo(76, within(0.5));
            assertThat(box.quad().bottomRight().y()).isCloseTo(76, within(0.5));
        });
    }

    @Example
    void decode_tallBlob_hasItsTopAbove() {
        Region tall = Region.of(new Box(100, 20, 12, 90));
        draw(tall, 1);
        assertThat(decode(CORES)).singleElement().satisfies(box -> assertQuad(box.quad(), tall, 1e-6));
    }

    @Example
    void decode_severalBlobs_givesTheBestFirstAndNotTheWeak() {
        draw(Region.of(new Box(20, 10, 40, 10)), 0.7f);
        draw(Region.of(new Box(100, 10, 40, 10)), 0.95f);
        draw(Region.of(new Box(180, 10, 40, 10)), 0.5f);
        draw(Region.of(new Box(20, 60, 40, 10)), 0.2f);
        draw(Region.of(new Box(100, 60, 40, 2)), 1);
        assertThat(decode(USUAL))
                .extracting(box -> Math.round(box.score() * 100))
                .containsExactly(95L, 70L);
        assertThat(decode(new DbDecoder(0.3, 0.6, 1.6, 1)))
                .singleElement()
                .satisfies(box -> assertThat(box.quad().bounds().centre().x()).isCloseTo(120, within(0.1)));
        assertThat(decode(new DbDecoder(0.3, 0.4, 1.6, 100))).hasSize(3);
    }

    @Example
    void decode_textWithinARing_isFoundToo() {
        draw(Region.of(new Box(20, 20, 200, 100)), 1);
        draw(Region.of(new Box(30, 30, 180, 80)), 0);
        draw(Region.of(new Box(80, 60, 60, 12)), 1);
        assertThat(decode(CORES)).anySatisfy(box -> assertQuad(box.quad(), Region.of(new Box(80, 60, 60, 12)), 1e-6));
    }

    @Example
    void decode_nothing_isEmpty() {
        assertThat(decode(USUAL)).isEmpty();
    }

    @Example
    void decode_manyTimes_leavesNoPointers() {
        draw(Region.of(new Box(20, 10, 40, 8)), 0.9f);
        decode(USUAL);
        long before = Pointer.totalCount();
        for (int i = 0; i < 20; i++) {
            decode(USUAL);
        }
        assertThat(Pointer.totalCount() - before).isLessThan(5);
    }

    @Example
    void decode_anotherSize_isRefused() {
        assertThatThrownBy(() -> USUAL.decode(FloatBuffer.allocate(10), 3, 4))
                .hasMessage("a map must hold 3 x 4 numbers, got 10");
    }

    @Example
    void new_impossibleSettings_areRefused() {
        assertThatThrownBy(() -> new DbDecoder(1.1, 0.6, 1.6, 1)).hasMessage("threshold must be in 0..1, got 1.1");
        assertThatThrownBy(() -> new DbDecoder(0.3, -1, 1.6, 1)).hasMessage("boxScore must be in 0..1, got -1.0");
        assertThatThrownBy(() -> new DbDecoder(0.3, 0.6, -1, 1)).hasMessage("unclip must be >= 0, got -1.0");
        assertThatThrownBy(() -> new DbDecoder(0.3, 0.6, 1.6, 0)).hasMessage("mostBoxes must be >= 1, got 0");
    }

    private List<TextBox> decode(DbDecoder decoder) {
        return decoder.decode(FloatBuffer.wrap(map), WIDTH, HEIGHT);
    }

    private static Point turned(double x, double y, double radians) {
        return new Point(
                160 + x * Math.cos(radians) - y * Math.sin(radians),
                80 + x * Math.sin(radians) + y * Math.cos(radians));
    }

    private void draw(Region quad, float probability) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (holds(quad, x + 0.5, y + 0.5)) {
                    map[y * WIDTH + x] = probability;
                }
            }
        }
    }

    private static boolean holds(Region quad, double x, double y) {
        List<Point> corners = Quads.corners(quad);
        for (int i = 0; i < 4; i++) {
            Point a = corners.get(i);
            Point b = corners.get((i + 1) % 4);
            if ((b.x() - a.x()) * (y - a.y()) - (b.y() - a.y()) * (x - a.x()) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void assertQuad(Region actual, Region expected, double tolerance) {
        for (int i = 0; i < 4; i++) {
            Point corner = Quads.corners(actual).get(i);
            Point wanted = Quads.corners(expected).get(i);
            assertThat(Math.hypot(corner.x() - wanted.x(), corner.y() - wanted.y()))
                    .as("corner %d of %s from %s", i, actual, expected)
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
