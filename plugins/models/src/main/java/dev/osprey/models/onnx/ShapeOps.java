package dev.osprey.models.onnx;

import dev.osprey.models.tfjs.DType;
import dev.osprey.models.tfjs.Tensor;
import dev.osprey.models.tfjs.TfNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts what moves elements about: shapes, joining, splitting, padding, filling. */
final class ShapeOps {
    private ShapeOps() {}

    static void register(Map<String, OpConverter> ops) {
        ops.put("Reshape", ShapeOps::reshape);
        ops.put(
                "Shape",
                (node, to) -> toInt32(to.onnx().op("Shape", to.use(node, 0)).make(), node, to));
        ops.put(
                "Size",
                (node, to) -> toInt32(to.onnx().op("Size", to.use(node, 0)).make(), node, to));
        ops.put("Transpose", (node, to) -> to.onnx()
                .op("Transpose", to.use(node, 0))
                .integers("perm", to.constant(node, 1).longs())
                .to(node.name()));
        ops.put("ExpandDims", (node, to) -> to.onnx()
                .op(
                        "Unsqueeze",
                        to.use(node, 0),
                        to.onnx().int64s(to.constant(node, 1).intValue()))
                .to(node.name()));
        ops.put("Squeeze", ShapeOps::squeeze);
        ops.put("ConcatV2", ShapeOps::concat);
        ops.put("Pack", ShapeOps::pack);
        ops.put("Unpack", ShapeOps::unpack);
        ops.put("Split", ShapeOps::split);
        ops.put("SplitV", ShapeOps::splitBySizes);
        ops.put("Pad", ShapeOps::pad);
        ops.put("PadV2", ShapeOps::pad);
        ops.put("Tile", (node, to) -> to.onnx()
                .op("Tile", to.use(node, 0), to.int64(node, 1))
                .to(node.name()));
        ops.put("Fill", (node, to) -> to.onnx()
                .op("Expand", to.use(node, 1), to.int64(node, 0))
                .to(node.name()));
        ops.put(
                "Range",
                (node, to) -> to.onnx().op("Range", to.useAll(node.inputs())).to(node.name()));
    }

    /** A leading 1 is the number of pictures: left open, it is taken from the input or worked out. */
    private static void reshape(TfNode node, Conversion to) {
        Optional<Tensor> shape = to.constant(node.input(1));
        if (shape.isPresent() && to.openBatch()) {
            long[] dims = shape.get().longs();
            if (dims.length > 0 && dims[0] == 1) {
                boolean another = false;
                for (long dim : dims) {
                    another |= dim == -1;
                }
                dims[0] = another ? 0 : -1;
            }
            to.onnx().op("Reshape", to.use(node, 0), to.onnx().int64s(dims)).to(node.name());
            return;
        }
        to.onnx().op("Reshape", to.use(node, 0), to.int64(node, 1)).to(node.name());
    }

    private static void toInt32(String value, TfNode node, Conversion to) {
        to.onnx().op("Cast", value).type("to", DType.INT32).to(node.name());
    }

    private static void squeeze(TfNode node, Conversion to) {
        long[] axes = node.integers("squeeze_dims");
        if (axes.length == 0) {
            to.onnx().op("Squeeze", to.use(node, 0)).to(node.name());
        } else {
            to.onnx().op("Squeeze", to.use(node, 0), to.onnx().int64s(axes)).to(node.name());
        }
    }

    private static void concat(TfNode node, Conversion to) {
        int last = node.inputs().size() - 1;
        to.onnx()
                .op("Concat", to.useAll(node.inputs().subList(0, last)))
                .integer("axis", to.constant(node, last).intValue())
                .to(node.name());
    }

    private static void pack(TfNode node, Conversion to) {
        int axis = node.integer("axis", 0);
        List<String> parts = new ArrayList<>();
        for (String input : node.inputs()) {
            parts.add(to.onnx()
                    .op("Unsqueeze", to.use(input), to.onnx().int64s(axis))
                    .make());
        }
        to.onnx().op("Concat", parts).integer("axis", axis).to(node.name());
    }

    private static void unpack(TfNode node, Conversion to) {
        int axis = node.integer("axis", 0);
        int count = node.integer("num", 1);
        String[] parts = new String[count];
        for (int i = 0; i < count; i++) {
            parts[i] = to.onnx().newName("Split");
        }
        to.onnx()
                .op("Split", to.use(node, 0))
                .integer("axis", axis)
                .integer("num_outputs", count)
                .to(parts);
        for (int i = 0; i < count; i++) {
            to.onnx().op("Squeeze", parts[i], to.onnx().int64s(axis)).to(output(node, i));
        }
    }

    private static void split(TfNode node, Conversion to) {
        int count = node.integer("num_split", 1);
        to.onnx()
                .op("Split", to.use(node, 1))
                .integer("axis", to.constant(node, 0).intValue())
                .integer("num_outputs", count)
                .to(outputs(node, count));
    }

    private static void splitBySizes(TfNode node, Conversion to) {
        to.onnx()
                .op("Split", to.use(node, 0), to.int64(node, 1))
                .integer("axis", to.constant(node, 2).intValue())
                .to(outputs(node, to.constant(node, 1).size()));
    }

    /** TensorFlow has before and after axis by axis; ONNX has all before, then all after. */
    private static void pad(TfNode node, Conversion to) {
        long[] pairs = to.constant(node, 1).longs();
        int rank = pairs.length / 2;
        long[] pads = new long[pairs.length];
        for (int axis = 0; axis < rank; axis++) {
            pads[axis] = pairs[2 * axis];
            pads[rank + axis] = pairs[2 * axis + 1];
        }
        List<String> inputs = new ArrayList<>(List.of(to.use(node, 0), to.onnx().int64s(pads)));
        if (node.op().equals("PadV2")) {
            inputs.add(to.use(node, 2));
        }
        to.onnx().op("Pad", inputs).to(node.name());
    }

    private static String output(TfNode node, int index) {
        return index == 0 ? node.name() : node.name() + ":" + index;
    }

    private static String[] outputs(TfNode node, int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = output(node, i);
        }
        return names;
    }
}
