package dev.osprey.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementOpsTest {
    private static final String INT = "{\"T\": {\"type\": \"DT_INT32\"}}";
    private static final String FLOAT = "{\"T\": {\"type\": \"DT_FLOAT\"}}";
    private static final String TO_FLOAT = "{\"DstT\": {\"type\": \"DT_FLOAT\"}}";
    private static final String TO_INT = "{\"DstT\": {\"type\": \"DT_INT32\"}}";

    @ParameterizedTest
    @CsvSource({
        "Relu, -2, 0",
        "Relu, 3, 3",
        "Relu6, 7, 6",
        "Relu6, -1, 0",
        "Sigmoid, 0, 0.5",
        "Exp, 1, 2.718282",
        "Sqrt, 9, 3",
        "Abs, -4, 4",
        "Neg, 4, -4",
        "Reciprocal, 4, 0.25",
        "Square, -3, 9",
        "Tanh, 0, 0",
        "Identity, 5, 5",
        "LeakyRelu, -10, -2",
        "Floor, -1.5, -2"
    })
    void one_value_isMapped(String op, float in, float expected) throws Exception {
        float[] out = Tiny.input(1)
                .node("y", op, "{}", "x")
                .run("y", new long[] {1}, in)
                .values();
        assertThat(out[0]).isCloseTo(expected, Offset.offset(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({
        "Add, 3, 5",
        "AddV2, 3, 5",
        "AddN, 3, 5",
        "BiasAdd, 3, 5",
        "Sub, 3, 1",
        "Mul, 3, 6",
        "RealDiv, 3, 1.5",
        "Minimum, 3, 2",
        "Maximum, 3, 3",
        "SquaredDifference, 5, 9",
        "Prelu, -3, -6"
    })
    void two_valuesOfWhichTheSecondIsTwo_areJoined(String op, float in, float expected) throws Exception {
        float[] out = Tiny.input(1)
                .floats("two", new int[] {1}, 2)
                .node("y", op, "{}", "x", "two")
                .run("y", new long[] {1}, in)
                .values();
        assertThat(out).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"Equal, 2, 1", "Greater, 2, 0", "GreaterEqual, 2, 1", "Less, 1, 1", "LessEqual, 3, 0"})
    void comparison_withTwo_givesTruth(String op, float in, float expected) throws Exception {
        float[] out = Tiny.input(1)
                .floats("two", new int[] {1}, 2)
                .node("b", op, "{}", "x", "two")
                .node("y", "Cast", TO_FLOAT, "b")
                .run("y", new long[] {1}, in)
                .values();
        assertThat(out).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, 3, 2, 1", "-7, 3, -3, 2", "7, -3, -3, -2", "-6, 3, -2, 0"})
    void floorDivAndMod_ofIntegers_roundDownwards(int a, int b, float quotient, float remainder) throws Exception {
        Tiny tiny = Tiny.input(1)
                .node("i", "Cast", TO_INT, "x")
                .ints("b", b)
                .node("q", "FloorDiv", INT, "i", "b")
                .node("r", "FloorMod", INT, "i", "b")
                .node("qf", "Cast", TO_FLOAT, "q")
                .node("rf", "Cast", TO_FLOAT, "r");
        assertThat(tiny.run("qf", new long[] {1}, a).values()).containsExactly(quotient);
        assertThat(tiny.run("rf", new long[] {1}, a).values()).containsExactly(remainder);
    }

    @ParameterizedTest
    @CsvSource({"7.5, 2, 3, 1.5", "-7.5, 2, -4, 0.5", "7.5, -2, -4, -0.5"})
    void floorDivAndMod_ofFloats_roundDownwards(float a, float b, float quotient, float remainder) throws Exception {
        Tiny tiny = Tiny.input(1)
                .floats("b", new int[] {1}, b)
                .node("q", "FloorDiv", FLOAT, "x", "b")
                .node("r", "FloorMod", FLOAT, "x", "b");
        assertThat(tiny.run("q", new long[] {1}, a).values()).containsExactly(quotient);
        assertThat(tiny.run("r", new long[] {1}, a).values()).containsExactly(remainder);
    }

    @Test
    void select_byComparison_picksElements() throws Exception {
        float[] out = Tiny.input(3)
                .floats("zero", new int[] {1}, 0)
                .floats("other", new int[] {3}, 10, 20, 30)
                .node("b", "Less", "{}", "x", "zero")
                .node("y", "Select", "{}", "b", "x", "other")
                .run("y", new long[] {3}, -1, 2, -3)
                .values();
        assertThat(out).containsExactly(-1, 20, -3);
    }

    @Test
    void softmax_ofTwoRows_sumsToOneEach() throws Exception {
        float[] out = Tiny.input(2, 2)
                .node("y", "Softmax", "{}", "x")
                .run("y", new long[] {2, 2}, 5, 5, 200, 0)
                .values();
        assertThat(out).containsExactly(0.5f, 0.5f, 1, 0);
    }
}
