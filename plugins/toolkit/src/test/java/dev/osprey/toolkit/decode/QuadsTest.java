package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class QuadsTest {
    private static final Region TRAPEZOID =
            new Region(new Point(10, 10), new Point(110, 30), new Point(108, 62), new Point(8, 70));

    @Example
    void areaAndPerimeter_ofARectangle_areThoseOfTheFormula() {
        Region rectangle = Region.of(new Box(3, 4, 20, 5));
        assertThat(Quads.area(rectangle)).isEqualTo(100);
        assertThat(Quads.perimeter(rectangle)).isEqualTo(50);
        assertThat(Quads.area(new Region(
                        rectangle.topLeft(), rectangle.bottomLeft(), rectangle.bottomRight(), rectangle.topRight())))
                .isEqualTo(-100);
    }

    @Example
    void grown_rectangle_hasItsSidesMoved() {
        assertThat(Quads.grown(Region.of(new Box(10, 20, 30, 5)), 2)).isEqualTo(Region.of(new Box(8, 18, 34, 9)));
        assertThat(Quads.grown(Region.of(new Box(10, 20, 30, 5)), -2)).isEqualTo(Region.of(new Box(12, 22, 26, 1)));
    }

    @Property
    void grown_trapezoid_hasEverySideAsFarFromItsOwn(@ForAll @DoubleRange(min = -5, max = 30) double distance) {
        Region grown = Quads.grown(TRAPEZOID, distance);
        for (int i = 0; i < 4; i++) {
            Point from = Quads.corners(TRAPEZOID).get(i);
            Point to = Quads.corners(TRAPEZOID).get((i + 1) % 4);
            for (int end = 0; end < 2; end++) {
                Point moved = Quads.corners(grown).get((i + end) % 4);
                double across =
                        (to.x() - from.x()) * (moved.y() - from.y()) - (to.y() - from.y()) * (moved.x() - from.x());
                assertThat(-across / Math.hypot(to.x() - from.x(), to.y() - from.y()))
                        .isCloseTo(distance, within(1e-9));
            }
        }
    }

    @Example
    void grown_withoutHeight_staysFinite() {
        Region line = new Region(new Point(0, 0), new Point(10, 0), new Point(10, 0), new Point(0, 0));
        assertThat(Quads.corners(Quads.grown(line, 1)))
                .allSatisfy(
                        corner -> assertThat(Math.hypot(corner.x(), corner.y())).isLessThan(20));
    }

    @Example
    void turned_byQuarters_namesTheCornersAnew() {
        Region quad = Region.of(new Box(0, 0, 2, 1));
        assertThat(Quads.turned(quad, 1).topLeft()).isEqualTo(quad.topRight());
        assertThat(Quads.turned(quad, 1).bottomLeft()).isEqualTo(quad.topLeft());
        assertThat(Quads.turned(quad, 2).topLeft()).isEqualTo(quad.bottomRight());
        assertThat(Quads.turned(quad, -1)).isEqualTo(Quads.turned(quad, 3));
        assertThat(Quads.turned(quad, 4)).isEqualTo(quad);
    }

    @Example
    void toSource_perspective_mapsEachCorner() {
        Mapping mapping = new Mapping(2, 0, 5, 0, 2, 7, 0.5, 0, 1);
        assertThat(Quads.toSource(Region.of(new Box(0, 0, 2, 3)), mapping))
                .isEqualTo(new Region(new Point(5, 7), new Point(4.5, 3.5), new Point(4.5, 6.5), new Point(5, 13)));
    }
}
