package dev.osprey.models.onnx;

import dev.osprey.models.onnx.OnnxBuilder.Operation;
import dev.osprey.models.tfjs.ModelFormatException;
import dev.osprey.models.tfjs.Tensor;
import dev.osprey.models.tfjs.TfNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts convolutions, pooling and resizing. TensorFlow.js has pictures as [N, H, W, C], ONNX as [N, C, H, W]: each
 * stands between two Transposes, pairs of which ONNX Runtime removes when it loads the model.
 */
final class ConvOps {
    private ConvOps() {}

    static void register(Map<String, OpConverter> ops) {
        ops.put("Conv2D", (node, to) -> convolve(node, to, false));
        ops.put("_FusedConv2D", (node, to) -> convolve(node, to, false));
        ops.put("DepthwiseConv2dNative", (node, to) -> convolve(node, to, true));
        ops.put("FusedDepthwiseConv2dNative", (node, to) -> convolve(node, to, true));
        ops.put("Conv2DBackpropInput", ConvOps::transposedConvolution);
        ops.put("MaxPool", (node, to) -> pool(node, to, "MaxPool"));
        ops.put("AvgPool", (node, to) -> pool(node, to, "AveragePool"));
        ops.put("ResizeBilinear", (node, to) -> resize(node, to, "linear"));
        ops.put("ResizeNearestNeighbor", (node, to) -> resize(node, to, "nearest"));
        ops.put("DepthToSpace", ConvOps::depthToSpace);
    }

    /** A filter is [kH, kW, in, out], or [kH, kW, in, multiplier] when each channel is convolved by itself. */
    private static void convolve(TfNode node, Conversion to, boolean depthwise) {
        requireChannelsLast(node);
        Tensor filter = to.constant(node, 1);
        int[] size = filter.shape();
        Tensor weights = depthwise
                ? filter.transposed(2, 3, 0, 1).reshaped(size[2] * size[3], 1, size[0], size[1])
                : filter.transposed(3, 2, 0, 1);
        List<String> fused = new ArrayList<>(node.strings("fused_ops"));
        List<String> inputs = new ArrayList<>();
        Optional<TfNode> pad = absorbablePad(node, to);
        inputs.add(to.toChannelsFirst(to.use(pad.orElse(node), 0)));
        inputs.add(to.onnx().constant(weights));
        if (!fused.isEmpty() && fused.get(0).equals("BiasAdd")) {
            Tensor bias = to.constant(node, 2);
            inputs.add(to.onnx().constant(bias.reshaped(bias.size())));
            fused.remove(0);
        }
        Operation conv = to.onnx()
                .op("Conv", inputs)
                .integers("kernel_shape", size[0], size[1])
                .integers("strides", spatial(node, "strides"))
                .integers("dilations", spatial(node, "dilations"))
                .integer("group", depthwise ? size[2] : 1);
        if (pad.isPresent()) {
            int[] pads = to.constant(pad.get(), 1).ints();
            conv.integers("pads", pads[2], pads[4], pads[3], pads[5]);
        } else {
            padding(node, conv);
        }
        String value = conv.make();
        String activation = fused.isEmpty() ? "" : fused.get(0);
        if (activation.equals("Prelu")) {
            // Its slopes are shaped for channels in the last place.
            String last = to.toChannelsLast(value, to.onnx().newName("Transpose"));
            to.onnx().op("PRelu", last, to.use(node, 3)).to(node.name());
            return;
        }
        if (!activation.isEmpty()) {
            value = ElementOps.activation(activation, value, node, to.onnx());
        }
        to.toChannelsLast(value, node.name());
    }

    /** The Pad before a convolution without padding of its own, where the convolution can do its work. */
    private static Optional<TfNode> absorbablePad(TfNode node, Conversion to) {
        if (!node.string("padding", "").equals("VALID")) {
            return Optional.empty();
        }
        return to.maker(node.input(0)).filter(maker -> maker.op().equals("Pad")).filter(maker -> to.constant(
                        maker.input(1))
                .filter(pads -> pads.size() == 8 && padsHeightAndWidthOnly(pads.ints()))
                .isPresent());
    }

    private static boolean padsHeightAndWidthOnly(int[] pads) {
        return pads[0] == 0 && pads[1] == 0 && pads[6] == 0 && pads[7] == 0;
    }

    /** A filter is [kH, kW, out, in]; input 0 is the shape of the result, which ONNX works out itself. */
    private static void transposedConvolution(TfNode node, Conversion to) {
        requireChannelsLast(node);
        Tensor filter = to.constant(node, 1);
        int[] size = filter.shape();
        long[] strides = spatial(node, "strides");
        Operation conv = to.onnx()
                .op(
                        "ConvTranspose",
                        to.toChannelsFirst(to.use(node, 2)),
                        to.onnx().constant(filter.transposed(3, 2, 0, 1)))
                .integers("kernel_shape", size[0], size[1])
                .integers("strides", strides);
        if (node.string("padding", "VALID").equals("SAME")) {
            long down = Math.max(size[0] - strides[0], 0);
            long across = Math.max(size[1] - strides[1], 0);
            conv.integers("pads", down / 2, across / 2, down - down / 2, across - across / 2);
        }
        to.toChannelsLast(conv.make(), node.name());
    }

    private static void pool(TfNode node, Conversion to, String op) {
        requireChannelsLast(node);
        Operation pool = to.onnx()
                .op(op, to.toChannelsFirst(to.use(node, 0)))
                .integers("kernel_shape", spatial(node, "ksize"))
                .integers("strides", spatial(node, "strides"));
        padding(node, pool);
        to.toChannelsLast(pool.make(), node.name());
    }

    private static void resize(TfNode node, Conversion to, String mode) {
        String coordinates = node.flag("align_corners")
                ? "align_corners"
                : node.flag("half_pixel_centers") ? "half_pixel" : "asymmetric";
        Operation resize = to.onnx()
                .op("Resize", to.toChannelsFirst(to.use(node, 0)), "", "", to.int64(node, 1))
                .string("mode", mode)
                .string("coordinate_transformation_mode", coordinates)
                .integers("axes", 2, 3);
        if (mode.equals("nearest")) {
            resize.string("nearest_mode", "floor");
        }
        to.toChannelsLast(resize.make(), node.name());
    }

    private static void depthToSpace(TfNode node, Conversion to) {
        requireChannelsLast(node);
        String value = to.onnx()
                .op("DepthToSpace", to.toChannelsFirst(to.use(node, 0)))
                .integer("blocksize", node.integer("block_size", 2))
                .string("mode", "DCR")
                .make();
        to.toChannelsLast(value, node.name());
    }

    private static void padding(TfNode node, Operation operation) {
        String padding = node.string("padding", "VALID");
        switch (padding) {
            case "SAME" -> operation.string("auto_pad", "SAME_UPPER");
            case "VALID" -> {}
            case "EXPLICIT" -> {
                long[] pads = node.integers("explicit_paddings");
                operation.integers("pads", pads[2], pads[4], pads[3], pads[5]);
            }
            default -> throw new ModelFormatException("padding " + padding + " is none of SAME, VALID, EXPLICIT");
        }
    }

    /** The values for height and width out of four for N, H, W, C. */
    private static long[] spatial(TfNode node, String key) {
        long[] all = node.integers(key);
        return all.length == 4 ? new long[] {all[1], all[2]} : new long[] {1, 1};
    }

    private static void requireChannelsLast(TfNode node) {
        String format = node.string("data_format", "NHWC");
        if (!format.equals("NHWC")) {
            throw new ModelFormatException("data_format must be NHWC, got " + format);
        }
    }
}
