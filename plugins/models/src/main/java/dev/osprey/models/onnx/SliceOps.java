package dev.osprey.models.onnx;

import dev.osprey.models.tfjs.ModelFormatException;
import dev.osprey.models.tfjs.TfNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Converts what picks elements: slices, gathering by index. */
final class SliceOps {
    private SliceOps() {}

    static void register(Map<String, OpConverter> ops) {
        ops.put("StridedSlice", SliceOps::stridedSlice);
        ops.put("GatherV2", (node, to) -> to.onnx()
                .op("Gather", to.use(node, 0), to.use(node, 1))
                .integer("axis", node.inputs().size() > 2 ? to.constant(node, 2).intValue() : 0)
                .to(node.name()));
        ops.put("GatherNd", (node, to) -> to.onnx()
                .op("GatherND", to.use(node, 0), to.int64(node, 1))
                .to(node.name()));
    }

    /*
     * A slice is a list of items, and each is one of: a range of the next input axis, one index of it (which the result
     * lacks), or a new axis of size 1. The masks say which, bit by bit.
     */
    private static void stridedSlice(TfNode node, Conversion to) {
        if (node.integer("ellipsis_mask", 0) != 0) {
            throw new ModelFormatException("a slice with an ellipsis is not converted");
        }
        int[] begins = to.constant(node, 1).ints();
        int[] ends = to.constant(node, 2).ints();
        int[] strides = to.constant(node, 3).ints();
        List<Long> axes = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        List<Long> stops = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        List<Long> dropped = new ArrayList<>();
        List<Long> added = new ArrayList<>();
        long inputAxis = 0;
        long outputAxis = 0;
        for (int item = 0; item < begins.length; item++) {
            if (has(node, "new_axis_mask", item)) {
                added.add(outputAxis++);
                continue;
            }
            boolean one = has(node, "shrink_axis_mask", item);
            boolean forward = strides[item] > 0;
            boolean openBegin = !one && has(node, "begin_mask", item);
            boolean openEnd = has(node, "end_mask", item);
            axes.add(inputAxis);
            steps.add(one ? 1L : strides[item]);
            starts.add(openBegin ? (forward ? 0 : Long.MAX_VALUE) : begins[item]);
            if (one) {
                stops.add(begins[item] == -1 ? Long.MAX_VALUE : begins[item] + 1L);
                dropped.add(inputAxis);
            } else {
                stops.add(openEnd ? (forward ? Long.MAX_VALUE : Long.MIN_VALUE) : (long) ends[item]);
                outputAxis++;
            }
            inputAxis++;
        }
        OnnxBuilder onnx = to.onnx();
        String value = to.use(node, 0);
        if (!axes.isEmpty()) {
            value = onnx.op(
                            "Slice",
                            value,
                            longs(onnx, starts),
                            longs(onnx, stops),
                            longs(onnx, axes),
                            longs(onnx, steps))
                    .make();
        }
        if (!dropped.isEmpty()) {
            value = onnx.op("Squeeze", value, longs(onnx, dropped)).make();
        }
        if (!added.isEmpty()) {
            value = onnx.op("Unsqueeze", value, longs(onnx, added)).make();
        }
        onnx.op("Identity", value).to(node.name());
    }

    private static boolean has(TfNode node, String mask, int item) {
        return (node.integer(mask, 0) >> item & 1) != 0;
    }

    private static String longs(OnnxBuilder onnx, List<Long> values) {
        return onnx.int64s(values.stream().mapToLong(Long::longValue).toArray());
    }
}
