package dev.osprey.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReduceOpsTest {
    private static final long[] TWO_BY_THREE = {2, 3};
    private static final float[] SIX = {1, 5, 3, 4, 2, 9};
    private static final String TO_FLOAT = "{\"DstT\": {\"type\": \"DT_FLOAT\"}}";

    @ParameterizedTest
    @CsvSource({"Mean, 3, 5", "Sum, 9, 15", "Max, 5, 9", "Min, 1, 2"})
    void reduce_scalarAxis_dropsIt(String op, float first, float second) throws Exception {
        Tiny.Output out = Tiny.input(2, 3)
                .scalar("axis", 1)
                .node("y", op, "{}", "x", "axis")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.shape()).containsExactly(2);
        assertThat(out.values()).containsExactly(first, second);
    }

    @Test
    void reduce_keepDims_leavesOnes() throws Exception {
        Tiny.Output out = Tiny.input(2, 3)
                .ints("axes", 0, 1)
                .node("y", "Sum", "{\"keep_dims\": {\"b\": true}}", "x", "axes")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.shape()).containsExactly(1, 1);
        assertThat(out.values()).containsExactly(24);
    }

    @Test
    void argMax_givesInt32Positions() throws Exception {
        float[] out = Tiny.input(2, 3)
                .scalar("axis", 1)
                .node("at", "ArgMax", "{}", "x", "axis")
                .ints("one", 1, 1)
                .node("next", "AddV2", "{}", "at", "one")
                .node("y", "Cast", TO_FLOAT, "next")
                .run("y", TWO_BY_THREE, SIX)
                .values();
        assertThat(out).containsExactly(2, 3);
    }

    @Test
    void topK_givesValuesAndPositions() throws Exception {
        Tiny tiny = Tiny.input(2, 3)
                .scalar("k", 2)
                .node("top", "TopKV2", "{}", "x", "k")
                .node("at", "Cast", TO_FLOAT, "top:1");
        assertThat(tiny.run("top", TWO_BY_THREE, SIX).values()).containsExactly(5, 3, 9, 4);
        assertThat(tiny.run("at", TWO_BY_THREE, SIX).values()).containsExactly(1, 2, 2, 0);
    }

    @Test
    void fusedMatMul_transposedWithBiasAndRelu_isApplied() throws Exception {
        String attributes =
                """
                {"transpose_b": {"b": true}, "fused_ops": {"list": {"s": ["s:BiasAdd", "s:Relu"]}}}
                """;
        float[] out = Tiny.input(1, 3)
                .floats("w", new int[] {2, 3}, 1, 2, 3, -1, -2, -3)
                .floats("b", new int[] {2}, 10, 10)
                .node("y", "_FusedMatMul", attributes, "x", "w", "b")
                .run("y", new long[] {1, 3}, 1, 2, 3)
                .values();
        assertThat(out).containsExactly(24, 0);
    }
}
