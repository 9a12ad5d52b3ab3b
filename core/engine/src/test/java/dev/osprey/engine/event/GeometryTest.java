package dev.osprey.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Against the JDK's own geometry, which shares no line with ours. */
class GeometryTest {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 500;

    /** Off the grid of the corners, so that no spot lies on an edge by chance. */
    @Provide
    Arbitrary<Spot> spots() {
        Arbitrary<Double> fractions =
                Arbitraries.integers().between(-100, 1100).map(thousandth -> (thousandth + 0.37) / 1000);
        return Combinators.combine(fractions, fractions).as(Spot::new);
    }

    @Provide
    Arbitrary<Spot> corners() {
        Arbitrary<Double> fractions = Arbitraries.integers().between(0, 50).map(step -> step / 50.0);
        return Combinators.combine(fractions, fractions).as(Spot::new);
    }

    @Property
    void contains_anyPolygonAndSpot_isAsTheJdkHasIt(
            @ForAll @Size(min = 3, max = 7) List<@From("corners") Spot> corners, @ForAll("spots") Spot spot) {
        Assume.that(Polygon.objection(corners).isEmpty());
        Polygon polygon = new Polygon(corners);
        Path2D path = path(corners);
        Assume.that(polygon.distance(spot, WIDTH, HEIGHT) > 1e-6);
        assertThat(polygon.contains(spot)).isEqualTo(path.contains(spot.x(), spot.y()));
    }

    private static Path2D path(List<Spot> corners) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        path.moveTo(corners.get(0).x(), corners.get(0).y());
        corners.stream().skip(1).forEach(corner -> path.lineTo(corner.x(), corner.y()));
        path.closePath();
        return path;
    }

    @Property
    void meet_anySegments_isAsTheJdkHasIt(
            @ForAll("spots") Spot a, @ForAll("spots") Spot b, @ForAll("corners") Spot c, @ForAll("corners") Spot d) {
        Assume.that(!a.equals(b) && !c.equals(d));
        assertThat(Segments.meet(a, b, c, d))
                .isEqualTo(Line2D.linesIntersect(a.x(), a.y(), b.x(), b.y(), c.x(), c.y(), d.x(), d.y()));
    }

    @Property
    void distance_anySegment_isAsTheJdkHasIt(
            @ForAll("spots") Spot spot, @ForAll("corners") Spot a, @ForAll("corners") Spot b) {
        double expected = Line2D.ptSegDist(
                a.x() * WIDTH, a.y() * HEIGHT, b.x() * WIDTH, b.y() * HEIGHT, spot.x() * WIDTH, spot.y() * HEIGHT);
        assertThat(Segments.distance(spot, a, b, WIDTH, HEIGHT))
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3));
    }

    @Example
    void objection_badOutlines_saysWhatIsWrong() {
        assertThat(Polygon.objection(List.of(new Spot(0, 0), new Spot(1, 1)))).contains("needs 3 to 64 corners, got 2");
        assertThat(Polygon.objection(List.of(new Spot(0, 0), new Spot(1, 1), new Spot(1.5, 0))))
                .contains("corners are fractions of the picture, 0 to 1, got [1.5, 0.0] as number 3");
        assertThat(Polygon.objection(List.of(new Spot(0, 0), new Spot(1, 1), new Spot(1, 0), new Spot(0, 1))))
                .contains("the edge after corner 1 and the one after corner 3 meet: give corners in the order of the"
                        + " outline");
        assertThat(Polygon.objection(List.of(new Spot(0, 0), new Spot(1, 1), new Spot(1, 1), new Spot(0, 1))))
                .contains("corners 2 and 3 are the same");
        assertThat(Polygon.objection(List.of(new Spot(0, 0), new Spot(0.5, 0.5), new Spot(1, 1))))
                .contains("all corners are in one line");
        assertThat(Polygon.objection(List.of(new Spot(0, 0), new Spot(1, 0), new Spot(1, 1), new Spot(0, 1))))
                .isEmpty();
    }

    /**
     * Whatever way something takes in steps of whatever length, as long as no spot is close to the line: it crosses as
     * often, and the same way, as its steps cut the segment.
     */
    @Property
    void crossings_spotsClearOfTheLine_areTheStepsThatCutIt(
            @ForAll @Size(min = 2, max = 30) List<@From("spots") Spot> way,
            @ForAll("corners") Spot from,
            @ForAll("corners") Spot to) {
        Assume.that(!from.equals(to));
        Line line = new Line("l", from, to, centred());
        LineState state = new LineState();
        List<Direction> crossed = new ArrayList<>();
        List<Direction> expected = new ArrayList<>();
        Instant at = Instant.EPOCH;
        Spot before = null;
        for (Spot spot : way) {
            Look look = look(spot, at);
            Spot seen = look.spot(Anchor.CENTRE);
            if (Segments.distanceToLine(seen, from, to, WIDTH, HEIGHT) <= look.margin() + 1e-9) {
                continue;
            }
            state.see(line, look).ifPresent(crossed::add);
            if (before != null
                    && Line2D.linesIntersect(
                            before.x(), before.y(), seen.x(), seen.y(), from.x(), from.y(), to.x(), to.y())) {
                // in the picture y points down, so the JDK's counter-clockwise is to the right
                expected.add(
                        Line2D.relativeCCW(from.x(), from.y(), to.x(), to.y(), seen.x(), seen.y()) < 0
                                ? Direction.LEFT_TO_RIGHT
                                : Direction.RIGHT_TO_LEFT);
            }
            before = seen;
            at = at.plusMillis(100);
        }
        assertThat(crossed).isEqualTo(expected);
    }

    /** However long and strongly it trembles on the line, within what boxes tremble by, it crosses at most once. */
    @Property
    void crossings_boxThatTremblesOnTheLine_atMostOne(
            @ForAll @Size(min = 10, max = 200)
                    List<@net.jqwik.api.constraints.IntRange(min = -4, max = 3) Integer> pixels) {
        Line line = new Line("l", new Spot(0.5, 1), new Spot(0.5, 0), centred());
        LineState state = new LineState();
        int crossed = state.see(line, look(new Spot(0.3, 0.5), Instant.EPOCH)).isPresent() ? 1 : 0;
        Instant at = Instant.EPOCH;
        for (int offset : pixels) {
            at = at.plusMillis(66);
            Spot spot = new Spot(0.5 + (offset + 0.5) / WIDTH, 0.5);
            crossed += state.see(line, look(spot, at)).isPresent() ? 1 : 0;
        }
        boolean longStay = longestRun(pixels) * 66 >= 1000;
        assertThat(crossed).isLessThanOrEqualTo(longStay ? pixels.size() / 15 : 0);
    }

    private static int longestRun(List<Integer> pixels) {
        int longest = 0;
        int run = 0;
        int before = 0;
        for (int offset : pixels) {
            int side = offset + 0.5 > 0 ? 1 : -1;
            run = side == before ? run + 1 : 0;
            before = side;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Example
    void direction_lineFromBottomToTop_leftIsThePicturesLeft() {
        Line line = new Line("l", new Spot(0.5, 1), new Spot(0.5, 0), centred());
        LineState state = new LineState();
        assertThat(state.see(line, look(new Spot(0.2, 0.5), Instant.EPOCH))).isEmpty();
        assertThat(state.see(line, look(new Spot(0.8, 0.5), Instant.EPOCH.plusSeconds(1))))
                .contains(Direction.LEFT_TO_RIGHT);
    }

    @Example
    void crossings_wayRoundTheEnd_none() {
        Line line = new Line("l", new Spot(0.5, 0.5), new Spot(0.5, 0), centred());
        LineState state = new LineState();
        List<Optional<Direction>> seen = new ArrayList<>();
        int i = 0;
        for (Spot spot : List.of(
                new Spot(0.3, 0.3), new Spot(0.3, 0.8), new Spot(0.7, 0.8), new Spot(0.7, 0.3), new Spot(0.65, 0.3))) {
            seen.add(state.see(line, look(spot, Instant.EPOCH.plusSeconds(i++))));
        }
        assertThat(seen).containsOnly(Optional.empty());
    }

    private static ObjectFilter centred() {
        ObjectFilter all = ObjectFilter.ALL;
        return new ObjectFilter(all.labels(), Anchor.CENTRE, 0, 0, all.minDuration(), Optional.empty());
    }

    private static Look look(Spot spot, Instant at) {
        return new Look(at, Box.ofCentre(spot.x() * WIDTH, spot.y() * HEIGHT, 20, 40), WIDTH, HEIGHT);
    }
}
