package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class ScoreMapTest {
    private static final int CLASSES = 3;
    private static final int ROWS = 4;
    private static final int COLUMNS = 5;

    /** A plane in x and y for each class: between the centres, interpolation must give the plane back. */
    private static float plane(int c, double column, double row) {
        return (float) (10 * c + (c + 1) * column - 2 * row);
    }

    private static ScoreMap map(boolean classesLast) {
        float[] values = new float[CLASSES * ROWS * COLUMNS];
        for (int c = 0; c < CLASSES; c++) {
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    int at = classesLast ? (row * COLUMNS + column) * CLASSES + c : (c * ROWS + row) * COLUMNS + column;
                    values[at] = plane(c, column, row);
                }
            }
        }
        return new ScoreMap(FloatBuffer.wrap(values), CLASSES, ROWS, COLUMNS, classesLast);
    }

    @Property
    void sample_anyPoint_isThePlaneWithinTheCentresAndItsEdgeBeyond(
            @ForAll @DoubleRange(min = 0, max = COLUMNS) double x,
            @ForAll @DoubleRange(min = 0, max = ROWS) double y,
            @ForAll boolean classesLast) {
        float[] found = new float[CLASSES];
        map(classesLast).sample(x, y, found);
        for (int c = 0; c < CLASSES; c++) {
            double column = Math.max(0, Math.min(COLUMNS - 1, x - 0.5));
            double row = Math.max(0, Math.min(ROWS - 1, y - 0.5));
            assertThat(found[c]).isCloseTo(plane(c, column, row), within(1e-4f));
        }
    }

    @Property
    void nearest_anyPoint_isTheCellThatItLiesIn(
            @ForAll @DoubleRange(min = 0, max = COLUMNS) double x, @ForAll @DoubleRange(min = 0, max = ROWS) double y) {
        int column = Math.min(COLUMNS - 1, (int) Math.floor(x));
        int row = Math.min(ROWS - 1, (int) Math.floor(y));
        assertThat(map(false).nearest(x, y)).isEqualTo(plane(0, column, row));
        assertThat(map(true).nearest(x, y)).isEqualTo(plane(0, column, row));
    }

    @Example
    void new_otherSize_isRefused() {
        assertThatThrownBy(() -> new ScoreMap(FloatBuffer.allocate(4), 2, 2, 2, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores must hold 2 classes x 2 x 2 cells, got 4");
    }
}
