package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Box;
import dev.osprey.spi.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMasksTest {
    private final ClassMasks masks =
            new ClassMasks(MaskGrid.over(new Box(0, 0, 4, 2), Mapping.scaling(1, 1, 0, 0), 4, 2, 4, 2, 10), 3);

    @Test
    void mask_cellsOfAClass_areScoredByTheirMean() {
        masks.add(1, 2, 0.5);
        masks.add(2, 2, 1.0);
        masks.add(2, 0, 0.9);
        assertThat(masks.mask(2, "cat")).hasValueSatisfying(mask -> {
            assertThat(mask.label()).isEqualTo("cat");
            assertThat(mask.score()).isCloseTo(0.75, within(1e-9));
            assertThat(mask.box()).isEqualTo(new Box(1, 0, 2, 1));
            assertThat(mask.runs()).isEqualTo(List.of(0, 2));
        });
        assertThat(masks.share(2)).isEqualTo(0.25);
        assertThat(masks.share(0)).isEqualTo(0.125);
    }

    @Test
    void mask_classWithoutCells_isEmpty() {
        masks.add(1, 2, 0.5);
        assertThat(masks.mask(1, "dog")).isEmpty();
        assertThat(masks.share(1)).isZero();
    }

    @Test
    void mask_probabilityAboveOneByRounding_isScoredOne() {
        masks.add(0, 0, 1.0000001);
        assertThat(masks.mask(0, "cat"))
                .hasValueSatisfying(mask -> assertThat(mask.score()).isEqualTo(1));
    }
}
