package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaskCodecTest {
    private record Grid(int columns, boolean[] inside) {
        int rows() {
            return inside.length / columns;
        }
    }

    @Provide
    Arbitrary<Grid> grids() {
        Arbitrary<Integer> sides = Arbitraries.integers().between(1, 12);
        return sides.flatMap(columns -> sides.flatMap(rows -> Arbitraries.of(true, false, false, false)
                .array(boolean[].class)
                .ofSize(columns * rows)
                .map(inside -> new Grid(columns, inside))));
    }

    /** The naive reading: walk through the runs with a finger, and look where each point of the picture lies. */
    @Property
    void encode_anyCells_pointsAreInsideAsTheyWere(@ForAll("grids") Grid grid) {
        Box area = new Box(100, 200, grid.columns() * 2.0, grid.rows() * 3.0);
        Optional<Result.Mask> mask = MaskCodec.encode("cup", 0.5, area, grid.columns(), grid.inside());
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                boolean found = mask.isPresent() && isInside(mask.get(), 100 + 2 * column + 1, 200 + 3 * row + 1.5);
                assertThat(found).isEqualTo(grid.inside()[row * grid.columns() + column]);
            }
        }
    }

    @Property
    void encode_anyCells_boxIsTightAndRunsAlternate(@ForAll("grids") Grid grid) {
        Box area = new Box(0, 0, grid.columns(), grid.rows());
        MaskCodec.encode("cup", 0.5, area, grid.columns(), grid.inside()).ifPresent(mask -> {
            boolean[] kept = MaskCodec.decode(mask);
            assertThat(anyInside(mask, kept, 0, 0, 1, mask.rows())).isTrue();
            assertThat(anyInside(mask, kept, mask.columns() - 1, 0, mask.columns(), mask.rows()))
                    .isTrue();
            assertThat(anyInside(mask, kept, 0, 0, mask.columns(), 1)).isTrue();
            assertThat(anyInside(mask, kept, 0, mask.rows() - 1, mask.columns(), mask.rows()))
                    .isTrue();
            assertThat(mask.runs().subList(1, mask.runs().size())).allMatch(run -> run > 0);
        });
    }

    @Property
    void decode_encoded_isTheSameMask(@ForAll("grids") Grid grid) {
        Box area = new Box(5, 6, grid.columns(), grid.rows());
        MaskCodec.encode("cup", 0.5, area, grid.columns(), grid.inside()).ifPresent(mask -> assertThat(
                        MaskCodec.encode("cup", 0.5, mask.box(), mask.columns(), MaskCodec.decode(mask)))
                .contains(mask));
    }

    @Example
    void encode_cross_isThisByHand() {
        boolean[] cross = {
            false, false, false, false, false,
            false, false, true, false, false,
            false, true, true, true, false,
            false, false, true, false, false,
        };
        assertThat(MaskCodec.encode("cross", 0.75, new Box(10, 20, 50, 80), 5, cross))
                .contains(new Result.Mask("cross", 0.75, new Box(20, 40, 30, 60), 3, 3, List.of(1, 1, 1, 3, 1, 1, 1)));
    }

    @Example
    void encode_allInside_startsWithARunOfNone() {
        assertThat(MaskCodec.encode("all", 1, new Box(0, 0, 4, 4), 2, new boolean[] {true, true, true, true}))
                .contains(new Result.Mask("all", 1, new Box(0, 0, 4, 4), 2, 2, List.of(0, 4)));
    }

    @Example
    void encode_cellsThatFillNoRow_areRefused() {
        assertThatThrownBy(() -> MaskCodec.encode("x", 1, new Box(0, 0, 4, 4), 3, new boolean[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cells must be a multiple of columns, got 4 cells, 3 columns");
    }

    private static boolean isInside(Result.Mask mask, double x, double y) {
        double column = Math.floor((x - mask.box().x()) / mask.box().width() * mask.columns());
        double row = Math.floor((y - mask.box().y()) / mask.box().height() * mask.rows());
        if (column < 0 || row < 0 || column >= mask.columns() || row >= mask.rows()) {
            return false;
        }
        int left = (int) (row * mask.columns() + column);
        int run = 0;
        while (left >= mask.runs().get(run)) {
            left -= mask.runs().get(run++);
        }
        return run % 2 == 1;
    }

    private static boolean anyInside(
            Result.Mask mask, boolean[] cells, int fromColumn, int fromRow, int toColumn, int toRow) {
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                if (cells[row * mask.columns() + column]) {
                    return true;
                }
            }
        }
        return false;
    }
}
