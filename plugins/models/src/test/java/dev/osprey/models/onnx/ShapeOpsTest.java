package dev.osprey.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeOpsTest {
    private static final long[] TWO_BY_THREE = {2, 3};
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};
    private static final String TO_FLOAT = "{\"DstT\": {\"type\": \"DT_FLOAT\"}}";

    @Test
    void reshape_openBatch_keepsTheNumberOfPictures() throws Exception {
        Tiny.Output out = Tiny.input(-1, 2, 3)
                .ints("shape", 1, 6)
                .node("y", "Reshape", "{}", "x", "shape")
                .run("y", new long[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(out.shape()).containsExactly(2, 6);
    }

    @Test
    void reshape_openBatchAndAnotherOpenDimension_keepsTheNumberOfPictures() throws Exception {
        Tiny.Output out = Tiny.input(-1, 2, 3)
                .ints("shape", 1, 3, -1)
                .node("y", "Reshape", "{}", "x", "shape")
                .run("y", new long[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(out.shape()).containsExactly(2, 3, 2);
    }

    @Test
    void reshape_fixedBatch_isLeftAlone() throws Exception {
        Tiny.Output out = Tiny.input(2, 3)
                .ints("shape", 1, 6)
                .node("y", "Reshape", "{}", "x", "shape")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.shape()).containsExactly(1, 6);
    }

    @Test
    void shapeSliceAndPack_makeAShapeAtRunTime() throws Exception {
        Tiny.Output out = Tiny.input(-1, 3)
                .node("shape", "Shape", "{}", "x")
                .ints("zero", 0)
                .ints("one", 1)
                .node("n", "StridedSlice", "{\"shrink_axis_mask\": {\"i\": 1}}", "shape", "zero", "one", "one")
                .scalar("three", 3)
                .scalar("lone", 1)
                .node("to", "Pack", "{\"axis\": {\"i\": 0}}", "lone", "n", "three")
                .node("y", "Reshape", "{}", "x", "to")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.shape()).containsExactly(1, 2, 3);
    }

    @Test
    void transpose_swapsAxes() throws Exception {
        Tiny.Output out = Tiny.input(2, 3)
                .ints("order", 1, 0)
                .node("y", "Transpose", "{}", "x", "order")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.values()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void expandAndSqueeze_addAndDropAnAxis() throws Exception {
        Tiny tiny = Tiny.input(2, 3)
                .scalar("axis", -1)
                .node("wide", "ExpandDims", "{}", "x", "axis")
                .node("back", "Squeeze", "{\"squeeze_dims\": {\"list\": {\"i\": [2]}}}", "wide");
        assertThat(tiny.run("wide", TWO_BY_THREE, SIX).shape()).containsExactly(2, 3, 1);
        assertThat(tiny.run("back", TWO_BY_THREE, SIX).shape()).containsExactly(2, 3);
    }

    @Test
    void packAndUnpack_alongTheSecondAxis_areInverse() throws Exception {
        Tiny tiny = Tiny.input(2, 3)
                .node("parts", "Unpack", "{\"num\": {\"i\": 3}, \"axis\": {\"i\": 1}}", "x")
                .node("y", "Pack", "{\"axis\": {\"i\": 1}}", "parts:2", "parts:1", "parts");
        assertThat(tiny.run("parts:1", TWO_BY_THREE, SIX).values()).containsExactly(2, 5);
        assertThat(tiny.run("y", TWO_BY_THREE, SIX).values()).containsExactly(3, 2, 1, 6, 5, 4);
    }

    @Test
    void splitAndConcat_giveAndTakeParts() throws Exception {
        Tiny tiny = Tiny.input(2, 3)
                .scalar("axis", 1)
                .ints("sizes", 1, 2)
                .node("parts", "SplitV", "{}", "x", "sizes", "axis")
                .node("y", "ConcatV2", "{}", "parts:1", "parts", "axis");
        assertThat(tiny.run("parts", TWO_BY_THREE, SIX).values()).containsExactly(1, 4);
        assertThat(tiny.run("y", TWO_BY_THREE, SIX).values()).containsExactly(2, 3, 1, 5, 6, 4);
    }

    @Test
    void split_equally_givesEveryPart() throws Exception {
        Tiny tiny =
                Tiny.input(2, 3).scalar("axis", 0).node("parts", "Split", "{\"num_split\": {\"i\": 2}}", "axis", "x");
        assertThat(tiny.run("parts:1", TWO_BY_THREE, SIX).values()).containsExactly(4, 5, 6);
    }

    @Test
    void padV2_ofOneAxis_writesTheValue() throws Exception {
        Tiny.Output out = Tiny.input(2)
                .ints("flat", 1, 2)
                .ints("pair", 1, 2)
                .node("pads", "Reshape", "{}", "flat", "pair")
                .floats("value", new int[0], -7)
                .node("y", "PadV2", "{}", "x", "pads", "value")
                .run("y", new long[] {2}, 1, 2);
        assertThat(out.values()).containsExactly(-7, 1, 2, -7, -7);
    }

    @Test
    void tileFillRangeAndSize_makeElements() throws Exception {
        Tiny tiny = Tiny.input(2)
                .ints("twice", 2)
                .node("tiled", "Tile", "{}", "x", "twice")
                .floats("nine", new int[0], 9)
                .node("filled", "Fill", "{}", "twice", "nine")
                .node("size", "Size", "{}", "tiled")
                .scalar("zero", 0)
                .scalar("one", 1)
                .node("range", "Range", "{}", "zero", "size", "one")
                .node("ranged", "Cast", TO_FLOAT, "range");
        assertThat(tiny.run("tiled", new long[] {2}, 1, 2).values()).containsExactly(1, 2, 1, 2);
        assertThat(tiny.run("filled", new long[] {2}, 1, 2).values()).containsExactly(9, 9);
        assertThat(tiny.run("ranged", new long[] {2}, 1, 2).values()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void constants_sparseToDensePlusConstant_areFoldedIntoAShape() throws Exception {
        Tiny.Output out = Tiny.input(2, 3)
                .ints("where", 1)
                .ints("size", 2)
                .ints("value", 5)
                .scalar("fill", 0)
                .node("dense", "SparseToDense", "{}", "where", "size", "value", "fill")
                .ints("base", 6, -4)
                .node("shape", "AddV2", "{}", "base", "dense")
                .node("y", "Reshape", "{}", "x", "shape")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.shape()).containsExactly(6, 1);
    }

    @Test
    void stridedSlice_everyKindOfItem_picksElements() throws Exception {
        String masks = "{\"new_axis_mask\": {\"i\": 1}, \"shrink_axis_mask\": {\"i\": 2}, \"end_mask\": {\"i\": 4}}";
        Tiny.Output out = Tiny.input(2, 3)
                .ints("begin", 0, 1, 1)
                .ints("end", 0, 2, 0)
                .ints("step", 1, 1, 1)
                .node("y", "StridedSlice", masks, "x", "begin", "end", "step")
                .run("y", TWO_BY_THREE, SIX);
        assertThat(out.shape()).containsExactly(1, 2);
        assertThat(out.values()).containsExactly(5, 6);
    }

    @Test
    void stridedSlice_backwards_reverses() throws Exception {
        Tiny.Output out = Tiny.input(4)
                .ints("none", 0)
                .ints("back", -2)
                .node(
                        "y",
                        "StridedSlice",
                        "{\"begin_mask\": {\"i\": 1}, \"end_mask\": {\"i\": 1}}",
                        "x",
                        "none",
                        "none",
                        "back")
                .run("y", new long[] {4}, 1, 2, 3, 4);
        assertThat(out.values()).containsExactly(4, 2);
    }

    @Test
    void stridedSlice_lastIndexByMinusOne_isOneElement() throws Exception {
        Tiny.Output out = Tiny.input(3)
                .ints("last", -1)
                .ints("zero", 0)
                .ints("one", 1)
                .node("y", "StridedSlice", "{\"shrink_axis_mask\": {\"i\": 1}}", "x", "last", "zero", "one")
                .run("y", new long[] {3}, 1, 2, 3);
        assertThat(out.shape()).isEmpty();
        assertThat(out.values()).containsExactly(3);
    }

    @Test
    void stridedSlice_ellipsis_refused() {
        Tiny tiny = Tiny.input(3)
                .ints("zero", 0)
                .ints("one", 1)
                .node("y", "StridedSlice", "{\"ellipsis_mask\": {\"i\": 1}}", "x", "zero", "zero", "one");
        assertThatThrownBy(() -> tiny.convert("y"))
                .hasMessage("StridedSlice y: a slice with an ellipsis is not converted");
    }

    @Test
    void gathers_byIndex_pickElements() throws Exception {
        Tiny tiny = Tiny.input(2, 3)
                .ints("columns", 2, 0)
                .scalar("axis", 1)
                .node("g", "GatherV2", "{}", "x", "columns", "axis")
                .ints("flat", 1, 2, 0, 1)
                .ints("pairs", 2, 2)
                .node("places", "Reshape", "{}", "flat", "pairs")
                .node("nd", "GatherNd", "{}", "x", "places");
        assertThat(tiny.run("g", TWO_BY_THREE, SIX).values()).containsExactly(3, 1, 6, 4);
        assertThat(tiny.run("nd", TWO_BY_THREE, SIX).values()).containsExactly(6, 2);
    }
}
