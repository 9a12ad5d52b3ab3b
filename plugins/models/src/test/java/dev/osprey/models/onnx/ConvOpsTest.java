package dev.osprey.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.models.tfjs.ModelFormatException;
import org.junit.jupiter.api.Test;

class ConvOpsTest {
    private static final String VALID = attributes("VALID", 1, "");
    private static final float[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final long[] THREE_SQUARE = {1, 3, 3, 1};

    @Test
    void conv_valid_isTheSumUnderTheFilter() throws Exception {
        Tiny.Output out = Tiny.input(1, 3, 3, 1)
                .floats("w", new int[] {2, 2, 1, 1}, 1, 10, 100, 1000)
                .node("y", "Conv2D", VALID, "x", "w")
                .run("y", THREE_SQUARE, ONE_TO_NINE);
        assertThat(out.shape()).containsExactly(1, 2, 2, 1);
        assertThat(out.values()).containsExactly(5421, 6532, 8754, 9865);
    }

    @Test
    void conv_sameWithStrideTwo_putsTheOddPaddingBelowAndRight() throws Exception {
        Tiny.Output out = Tiny.input(1, 4, 4, 1)
                .floats("w", new int[] {3, 3, 1, 1}, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .node("y", "Conv2D", attributes("SAME", 2, ""), "x", "w")
                .run("y", new long[] {1, 4, 4, 1}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        assertThat(out.values()).containsExactly(54, 45, 72, 54);
    }

    @Test
    void conv_severalChannels_keepsTheirOrder() throws Exception {
        float[] out = Tiny.input(1, 1, 1, 2)
                .floats("w", new int[] {1, 1, 2, 3}, 1, 2, 3, 10, 20, 30)
                .node("y", "Conv2D", VALID, "x", "w")
                .run("y", new long[] {1, 1, 1, 2}, 1, 2)
                .values();
        assertThat(out).containsExactly(21, 42, 63);
    }

    @Test
    void fusedConv_biasAndRelu6_areApplied() throws Exception {
        float[] out = Tiny.input(1, 1, 1, 1)
                .floats("w", new int[] {1, 1, 1, 3}, 1, 1, 1)
                .floats("b", new int[] {3}, -5, 1, 10)
                .node("y", "_FusedConv2D", attributes("VALID", 1, "BiasAdd", "Relu6"), "x", "w", "b")
                .run("y", new long[] {1, 1, 1, 1}, 2)
                .values();
        assertThat(out).containsExactly(0, 3, 6);
    }

    @Test
    void fusedConv_prelu_hasASlopeAChannel() throws Exception {
        float[] out = Tiny.input(1, 1, 1, 1)
                .floats("w", new int[] {1, 1, 1, 2}, 1, 1)
                .floats("b", new int[] {2}, 0, 0)
                .floats("slope", new int[] {1, 1, 2}, 0.5f, 0.25f)
                .node("y", "_FusedConv2D", attributes("VALID", 1, "BiasAdd", "Prelu"), "x", "w", "b", "slope")
                .run("y", new long[] {1, 1, 1, 1}, -4)
                .values();
        assertThat(out).containsExactly(-2, -1);
    }

    @Test
    void depthwise_twoFiltersAChannel_areGroupedByChannel() throws Exception {
        float[] out = Tiny.input(1, 1, 1, 2)
                .floats("w", new int[] {1, 1, 2, 2}, 1, 2, 3, 4)
                .node("y", "DepthwiseConv2dNative", VALID, "x", "w")
                .run("y", new long[] {1, 1, 1, 2}, 1, 10)
                .values();
        assertThat(out).containsExactly(1, 2, 30, 40);
    }

    @Test
    void transposedConv_strideTwo_spreadsTheFilter() throws Exception {
        Tiny.Output out = Tiny.input(1, 1, 2, 1)
                .ints("size", 1, 2, 4, 1)
                .floats("w", new int[] {2, 2, 1, 1}, 1, 2, 3, 4)
                .node("y", "Conv2DBackpropInput", attributes("SAME", 2, ""), "size", "w", "x")
                .run("y", new long[] {1, 1, 2, 1}, 1, 10);
        assertThat(out.shape()).containsExactly(1, 2, 4, 1);
        assertThat(out.values()).containsExactly(1, 2, 10, 20, 3, 4, 30, 40);
    }

    @Test
    void pad_beforeConv_isAbsorbed() throws Exception {
        Tiny tiny = Tiny.input(1, 3, 3, 1)
                .floats("w", new int[] {3, 3, 1, 1}, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .ints("flat", 0, 0, 1, 0, 0, 2, 0, 0);
        Tiny padded = tiny.node("p", "Reshape", "{}", "flat", "pairs")
                .ints("pairs", 4, 2)
                .node("padded", "Pad", "{}", "x", "p")
                .node("y", "Conv2D", VALID, "padded", "w");
        assertThat(padded.run("y", THREE_SQUARE, ONE_TO_NINE).values()).containsExactly(21, 16, 9, 45, 33, 18);
    }

    @Test
    void pools_same_ignoreWhatIsOutside() throws Exception {
        String pool = "{\"ksize\": {\"list\": {\"i\": [1, 2, 2, 1]}}, \"strides\": {\"list\": {\"i\": [1, 2, 2, 1]}},"
                + " \"padding\": {\"s\": \"s:SAME\"}}";
        Tiny max = Tiny.input(1, 3, 3, 1).node("y", "MaxPool", pool, "x");
        assertThat(max.run("y", THREE_SQUARE, ONE_TO_NINE).values()).containsExactly(5, 6, 8, 9);
        Tiny average = Tiny.input(1, 3, 3, 1).node("y", "AvgPool", pool, "x");
        assertThat(average.run("y", THREE_SQUARE, ONE_TO_NINE).values()).containsExactly(3, 4.5f, 7.5f, 9);
    }

    @Test
    void resizeBilinear_halfPixelCentres_interpolates() throws Exception {
        Tiny.Output out = Tiny.input(1, 1, 2, 1)
                .ints("size", 1, 4)
                .node("y", "ResizeBilinear", "{\"half_pixel_centers\": {\"b\": true}}", "x", "size")
                .run("y", new long[] {1, 1, 2, 1}, 0, 4);
        assertThat(out.values()).containsExactly(0, 1, 3, 4);
    }

    @Test
    void resizeNearest_asymmetric_repeatsElements() throws Exception {
        Tiny.Output out = Tiny.input(1, 1, 2, 1)
                .ints("size", 2, 4)
                .node("y", "ResizeNearestNeighbor", "{}", "x", "size")
                .run("y", new long[] {1, 1, 2, 1}, 1, 2);
        assertThat(out.values()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
    }

    @Test
    void depthToSpace_fourChannels_becomeASquare() throws Exception {
        Tiny.Output out = Tiny.input(1, 1, 1, 4)
                .node("y", "DepthToSpace", "{\"block_size\": {\"i\": 2}}", "x")
                .run("y", new long[] {1, 1, 1, 4}, 1, 2, 3, 4);
        assertThat(out.shape()).containsExactly(1, 2, 2, 1);
        assertThat(out.values()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void conv_filterWorkedOutAtRunTime_refused() {
        Tiny tiny = Tiny.input(1, 1, 1, 1).node("w", "Neg", "{}", "x").node("y", "Conv2D", VALID, "x", "w");
        assertThatThrownBy(() -> tiny.convert("y"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("Conv2D y: input 1 must be a constant, w is worked out when the model runs");
    }

    @Test
    void conv_channelsFirst_refused() {
        Tiny tiny = Tiny.input(1, 1, 1, 1)
                .floats("w", new int[] {1, 1, 1, 1}, 1)
                .node("y", "Conv2D", "{\"data_format\": {\"s\": \"s:NCHW\"}}", "x", "w");
        assertThatThrownBy(() -> tiny.convert("y")).hasMessageContaining("data_format must be NHWC, got NCHW");
    }

    @Test
    void unknownOperator_isCountedAndNamed() {
        Tiny tiny = Tiny.input(1).node("a", "Roll", "{}", "x").node("y", "Roll", "{}", "a");
        assertThatThrownBy(() -> tiny.convert("y")).hasMessageContaining("{Roll=2}");
    }

    private static String attributes(String padding, int stride, String... fused) {
        StringBuilder ops = new StringBuilder();
        for (String op : fused) {
            if (!op.isEmpty()) {
                ops.append(ops.isEmpty() ? "" : ", ").append("\"s:").append(op).append('"');
            }
        }
        return """
                {"padding": {"s": "s:%s"}, "strides": {"list": {"i": [1, %d, %d, 1]}},
                 "fused_ops": {"list": {"s": [%s]}}}
                """
                .formatted(padding, stride, stride, ops);
    }
}
