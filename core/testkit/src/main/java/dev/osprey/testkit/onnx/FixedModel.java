package dev.osprey.testkit.onnx;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes ONNX files that take a picture and give what a test put in, whatever the picture: a model's outputs without
 * the model. Needs what {@link TinyModel} needs.
 */
public final class FixedModel {
    private static final String INPUT = "images";

    private final TinyModel model;
    private boolean hasWholeNumbers;

    /* An output is a constant and nothing of the input: without that nothing, ONNX Runtime would take the input away. */
    private FixedModel(int type, long... shape) {
        model = new TinyModel()
                .input(INPUT, type, list(shape))
                .node("Cast", INPUT, "numbers", TinyModel.integer("to", TinyModel.FLOAT))
                .node("ReduceMax", "numbers", "most", TinyModel.integer("keepdims", 0))
                .constant("zero", List.of(), 0)
                .node("Mul", "most,zero", "nothing");
    }

    /** Takes pictures as most networks do: float32 [1,3,height,width]; -1 leaves a side open. */
    public static FixedModel planar(int width, int height) {
        return new FixedModel(TinyModel.FLOAT, 1, 3, height, width);
    }

    /** Takes float32 [1,height,width,3]. */
    public static FixedModel interleaved(int width, int height) {
        return new FixedModel(TinyModel.FLOAT, 1, height, width, 3);
    }

    /** Takes pictures as MoveNet does: int32 [1,height,width,3]. */
    public static FixedModel wholeNumbers(int width, int height) {
        return new FixedModel(TinyModel.INT32, 1, height, width, 3);
    }

    /** Gives these values, row-major, as float32 of this shape. */
    public FixedModel output(String name, float[] values, long... shape) {
        model.constant(name + "_values", list(shape), values)
                .node("Add", name + "_values,nothing", name)
                .output(name, TinyModel.FLOAT, list(shape));
        return this;
    }

    /** Gives these values, row-major, as int64 of this shape. */
    public FixedModel output(String name, long[] values, long... shape) {
        if (!hasWholeNumbers) {
            model.node("Cast", "nothing", "no_number", TinyModel.integer("to", TinyModel.INT64));
            hasWholeNumbers = true;
        }
        model.wholeNumbers(name + "_values", list(shape), values)
                .node("Add", name + "_values,no_number", name)
                .output(name, TinyModel.INT64, list(shape));
        return this;
    }

    public FixedModel metadata(String key, String value) {
        model.metadata(key, value);
        return this;
    }

    /** Writes the file into a folder. */
    public Path write(Path folder, String fileName) {
        return model.write(folder, fileName);
    }

    private static List<Long> list(long... shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
