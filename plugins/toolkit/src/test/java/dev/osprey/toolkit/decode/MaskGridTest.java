package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Point;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class MaskGridTest {
    private static final int INPUT = 64;
    private static final int MAP = 32;

    @Example
    void over_stretchedPicture_hasTheMapsCells() {
        // 128 x 32 pixels stretched to 64 x 64, a map of 32 x 32: cells of 4 x 1 pixels.
        MaskGrid grid = over(new Box(0, 0, 128, 32), Mapping.scaling(2, 0.5, 0, 0), 100);
        assertThat(grid.columns()).isEqualTo(32);
        assertThat(grid.rows()).isEqualTo(32);
        assertThat(places(grid).get(33)).isEqualTo(new Point(1.5, 1.5));
    }

    @Example
    void over_partOfThePicture_hasAsManyCellsAsThePartIsLarge() {
        MaskGrid grid = over(new Box(8, 4, 40, 10), Mapping.scaling(2, 0.5, 0, 0), 100);
        assertThat(grid.columns()).isEqualTo(10);
        assertThat(grid.rows()).isEqualTo(10);
        assertThat(places(grid).get(0)).isEqualTo(new Point(2.5, 4.5));
    }

    @Example
    void over_limitAndPixels_cellsAreNoMoreAndNoFiner() {
        assertThat(over(new Box(0, 0, 128, 128), Mapping.scaling(2, 2, 0, 0), 8).size())
                .isEqualTo(64);
        // A map cell is a quarter of a pixel here.
        assertThat(over(new Box(0, 0, 8, 6), Mapping.scaling(0.125, 0.125, 0, 0), 100)
                        .size())
                .isEqualTo(48);
    }

    @Example
    void forEach_letterbox_leavesTheBarsOut() {
        // 64 x 32 pixels in the middle of 64 x 64: the map shows rows -16..48 of the picture.
        Mapping letterbox = Mapping.scaling(1, 1, 0, -16);
        MaskGrid whole = over(new Box(0, 0, 64, 32), letterbox, 100);
        assertThat(whole.rows()).isEqualTo(16);
        assertThat(places(whole)).hasSize(whole.size()).containsEntry(0, new Point(0.5, 8.5));
        MaskGrid beyond = over(new Box(0, 0, 64, 64), letterbox, 100);
        assertThat(places(beyond)).hasSize(beyond.columns() * 24);
    }

    /** Turned by a known angle: each place is found by turning back about the centre, in this test's own words. */
    @Property
    void forEach_turnedRegion_placesAreThoseOfTheRotation(
            @ForAll @DoubleRange(min = -3, max = 3) double angle,
            @ForAll @DoubleRange(min = 0.5, max = 4) double scale) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double centre = INPUT / 2.0;
        Mapping mapping = new Mapping(
                scale * cos,
                -scale * sin,
                200 - scale * centre * (cos - sin),
                scale * sin,
                scale * cos,
                150 - scale * centre * (sin + cos),
                0,
                0,
                1);
        MaskGrid grid = over(new Box(100, 50, 200, 200), mapping, 40);
        Map<Integer, Point> places = places(grid);
        for (int cell = 0; cell < grid.size(); cell++) {
            double dx = 100 + (cell % grid.columns() + 0.5) * 200 / grid.columns() - 200;
            double dy = 50 + (cell / grid.columns() + 0.5) * 200 / grid.rows() - 150;
            double x = ((dx * cos + dy * sin) / scale + centre) * MAP / INPUT;
            double y = ((dy * cos - dx * sin) / scale + centre) * MAP / INPUT;
            Point place = places.get(cell);
            if (place != null) {
                assertThat(place.x()).isCloseTo(x, within(1e-6));
                assertThat(place.y()).isCloseTo(y, within(1e-6));
            } else {
                assertThat(Math.min(Math.min(x, y), Math.min(MAP - x, MAP - y))).isLessThan(1e-6);
            }
        }
    }

    @Property
    void forEach_slantedRegion_mapsForwardToTheCell(
            @ForAll @DoubleRange(min = -4, max = 4) double slantX,
            @ForAll @DoubleRange(min = -4, max = 4) double slantY) {
        Mapping mapping = new Mapping(2, 0.3, 10, -0.2, 1.5, 20, slantX / 1000, slantY / 1000, 1);
        MaskGrid grid = over(new Box(20, 20, 80, 60), mapping, 16);
        Map<Integer, Point> places = places(grid);
        assertThat(places).isNotEmpty();
        places.forEach((cell, place) -> {
            Point source = mapping.toSource(place.x() * INPUT / MAP, place.y() * INPUT / MAP);
            assertThat(source.x()).isCloseTo(20 + (cell % grid.columns() + 0.5) * 80 / grid.columns(), within(1e-6));
            assertThat(source.y()).isCloseTo(20 + (cell / grid.columns() + 0.5) * 60 / grid.rows(), within(1e-6));
        });
    }

    @Example
    void over_noArea_isRefused() {
        assertThatThrownBy(() -> over(new Box(0, 0, 0, 5), Mapping.scaling(1, 1, 0, 0), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some area");
        assertThatThrownBy(() -> over(new Box(0, 0, 5, 5), Mapping.scaling(1, 1, 0, 0), 0))
                .hasMessageContaining("mostCells must be >= 1, got 0");
    }

    private static MaskGrid over(Box area, Mapping mapping, int mostCells) {
        return MaskGrid.over(area, mapping, INPUT, INPUT, MAP, MAP, mostCells);
    }

    private static Map<Integer, Point> places(MaskGrid grid) {
        Map<Integer, Point> places = new TreeMap<>();
        grid.forEach((cell, x, y) -> places.put(cell, new Point(x, y)));
        return places;
    }
}
