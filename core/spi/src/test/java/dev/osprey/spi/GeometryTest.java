package dev.osprey.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GeometryTest {
    private static final double CLOSE = 1e-6;

    @Provide
    Arbitrary<Box> boxes() {
        Arbitrary<Double> place = Arbitraries.doubles().between(-2000, 2000);
        Arbitrary<Double> side = Arbitraries.doubles().between(0, 1500);
        return Combinators.combine(place, place, side, side).as(Box::new);
    }

    @Property
    void clipped_anyBox_liesInThePictureAndInTheBox(@ForAll("boxes") Box box) {
        Box clipped = box.clipped(640, 480);
        assertThat(clipped.x()).isBetween(0.0, 640.0);
        assertThat(clipped.y()).isBetween(0.0, 480.0);
        assertThat(clipped.right()).isLessThanOrEqualTo(640 + CLOSE);
        assertThat(clipped.bottom()).isLessThanOrEqualTo(480 + CLOSE);
        assertThat(clipped.area()).isLessThanOrEqualTo(box.area() + CLOSE);
    }

    @Property
    void iou_anyTwo_isAShareAndTheSameEitherWay(@ForAll("boxes") Box one, @ForAll("boxes") Box two) {
        assertThat(one.iou(two)).isBetween(0.0, 1 + CLOSE).isCloseTo(two.iou(one), within(CLOSE));
    }

    @Property
    void iou_withItself_isOneUnlessOfNoArea(@ForAll("boxes") Box box) {
        assertThat(box.iou(box)).isCloseTo(box.area() > 0 ? 1 : 0, within(CLOSE));
    }

    @Property
    void ofCorners_inAnyOrder_isTheSame(@ForAll("boxes") Box box) {
        Box turned = Box.ofCorners(box.right(), box.bottom(), box.x(), box.y());
        assertThat(turned.x()).isCloseTo(box.x(), within(CLOSE));
        assertThat(turned.height()).isCloseTo(box.height(), within(CLOSE));
    }

    @Property
    void rotated_anyAngle_keepsSidesAndCentre(
            @ForAll("boxes") Box box, @ForAll @DoubleRange(min = -7, max = 7) double radians) {
        Region region = Region.rotated(box, radians);
        assertThat(region.width()).isCloseTo(box.width(), within(CLOSE));
        assertThat(region.height()).isCloseTo(box.height(), within(CLOSE));
        assertThat(region.bounds().centre().x()).isCloseTo(box.centre().x(), within(CLOSE));
        assertThat(region.bounds().centre().y()).isCloseTo(box.centre().y(), within(CLOSE));
    }

    @Property
    void expanded_thereAndBack_isTheSame(
            @ForAll("boxes") Box box, @ForAll @DoubleRange(min = 0.1, max = 8) double factor) {
        Region back = Region.of(box).expanded(factor).expanded(1 / factor);
        assertThat(back.topLeft().x()).isCloseTo(box.x(), within(CLOSE));
        assertThat(back.bottomRight().y()).isCloseTo(box.bottom(), within(CLOSE));
    }

    @Property(tries = 200)
    void tiles_anyGrid_coverTheBoundsFromCornerToCorner(
            @ForAll("boxes") Box box,
            @ForAll @IntRange(min = 1, max = 6) int columns,
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @DoubleRange(min = 0, max = 0.9) double overlap) {
        List<Region> tiles = Region.of(box).tiles(columns, rows, overlap);
        assertThat(tiles).hasSize(columns * rows).allMatch(Region::isUpright);
        assertThat(tiles.get(0).topLeft().x()).isCloseTo(box.x(), within(CLOSE));
        Point last = tiles.get(tiles.size() - 1).bottomRight();
        assertThat(last.x()).isCloseTo(box.right(), within(CLOSE));
        assertThat(last.y()).isCloseTo(box.bottom(), within(CLOSE));
    }

    @Property
    void toSource_scaling_movesABoxAsItsCorners(@ForAll("boxes") Box box) {
        Mapping mapping = Mapping.scaling(2, 3, 5, 7);
        Box moved = mapping.toSource(box).bounds();
        assertThat(moved.x()).isCloseTo(2 * box.x() + 5, within(CLOSE));
        assertThat(moved.bottom()).isCloseTo(3 * box.bottom() + 7, within(CLOSE));
    }

    @Test
    void box_numbersThatAreNone_areRefusedByName() {
        assertThatThrownBy(() -> new Box(Double.NaN, 0, 1, 1)).hasMessage("x must be finite, got NaN");
        assertThatThrownBy(() -> new Box(0, Double.NEGATIVE_INFINITY, 1, 1))
                .hasMessage("y must be finite, got -Infinity");
        assertThatThrownBy(() -> new Box(0, 0, -1, 1))
                .hasMessage("width and height must be >= 0 and finite, got -1.0 x 1.0");
        assertThatThrownBy(() -> new Box(0, 0, 1, Double.POSITIVE_INFINITY)).hasMessageContaining("finite");
        assertThatThrownBy(() -> new Point(1, Double.NaN)).hasMessage("y must be finite, got NaN");
    }

    @Test
    void tiles_overlapOfAll_isRefused() {
        assertThatThrownBy(() -> Region.of(new Box(0, 0, 1, 1)).tiles(2, 2, 1))
                .hasMessage("overlap must be in 0..0.9, got 1.0");
    }
}
