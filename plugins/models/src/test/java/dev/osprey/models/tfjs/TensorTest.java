package dev.osprey.models.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void transposed_threeAxes_movesElements() {
        Tensor tensor = Tensor.ints(new int[] {2, 3, 2}, 0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
        Tensor moved = tensor.transposed(2, 0, 1);
        assertThat(moved.shape()).containsExactly(2, 2, 3);
        assertThat(moved.ints()).containsExactly(0, 10, 20, 100, 110, 120, 1, 11, 21, 101, 111, 121);
    }

    @Test
    void transposed_thereAndBack_isTheSame() {
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Tensor tensor = Tensor.floats(new int[] {1, 2, 3, 4}, values);
        assertThat(tensor.transposed(3, 2, 0, 1).transposed(2, 3, 1, 0).floats())
                .containsExactly(values);
    }

    @Test
    void floats_tooFewElements_refusedWithNumbers() {
        assertThatThrownBy(() -> Tensor.floats(new int[] {2, 2}, 1, 2, 3))
                .hasMessage("shape [2, 2] needs 4 elements, got 3");
    }

    @Test
    void ints_ofFloats_refused() {
        assertThatThrownBy(() -> Tensor.floats(new int[] {1}, 1).ints())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("int32 wanted");
    }
}
