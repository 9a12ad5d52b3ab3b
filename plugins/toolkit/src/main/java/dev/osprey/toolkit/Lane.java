package dev.osprey.toolkit;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call at a time needs to run the model: the input's buffer, buffers for outputs whose shape is known
 * beforehand ("pinned": ONNX Runtime writes into them, nothing is copied), and the switch that ends a run early.
 */
final class Lane implements AutoCloseable {
    private final OnnxModel model;
    private final PixelSpec pixels;
    private final ByteBuffer pixelBuffer;
    private final Map<String, ByteBuffer> outputBuffers = new LinkedHashMap<>();
    private final Map<String, TensorShape> pinnedShapes = new LinkedHashMap<>();
    private final Set<String> others = new LinkedHashSet<>();
    private final @Nullable Bound[] bound;
    private final OrtSession.RunOptions runOptions;

    /** Guarded by this lane's monitor. */
    private boolean busy;
    /** Guarded by this lane's monitor. */
    private boolean cancelled;
    /** Guarded by this lane's monitor; of System.nanoTime. */
    private long sinceNanos;

    /** The tensors over the buffers for one number of pictures. */
    private record Bound(OnnxTensor input, Map<String, OnnxTensor> outputs) {}

    /**
     * @param capacity the most pictures at once
     * @param pinned outputs whose shape for one picture is known
     */
    Lane(OnnxModel model, PixelSpec pixels, int capacity, Collection<TensorShape> pinned) throws OrtException {
        this.model = model;
        this.pixels = pixels;
        long picture = (long) pixels.width()
                * pixels.height()
                * pixels.order().channels()
                * pixels.type().bytes();
        this.pixelBuffer = direct(picture * capacity);
        for (TensorShape shape : pinned) {
            pinnedShapes.put(shape.name(), shape);
            outputBuffers.put(shape.name(), direct(shape.elements() * shape.type().size * capacity));
        }
        for (TensorShape output : model.outputs()) {
            if (!pinnedShapes.containsKey(output.name())) {
                others.add(output.name());
            }
        }
        this.bound = new Bound[capacity + 1];
        this.runOptions = OnnxModel.quiet();
    }

    /** The most pictures at once. */
    int capacity() {
        return bound.length - 1;
    }

    /** Where the pixels of the pictures go, one after the other. */
    ByteBuffer pixelBuffer() {
        return pixelBuffer;
    }

    /** Takes the lane for a call. */
    synchronized void begin(long nowNanos) throws OrtException {
        runOptions.setTerminate(false);
        busy = true;
        cancelled = false;
        sinceNanos = nowNanos;
    }

    synchronized void end() {
        busy = false;
    }

    /** Whether a call is under way that nobody has cancelled. */
    synchronized boolean isCancellable() {
        return busy && !cancelled;
    }

    synchronized long sinceNanos() {
        return sinceNanos;
    }

    /** Makes the call that is under way end soon; does nothing if there is none. */
    synchronized void cancel() throws OrtException {
        if (busy) {
            cancelled = true;
            runOptions.setTerminate(true);
        }
    }

    /** Ends the call here if it has been cancelled. */
    synchronized void checkCancelled() throws StageException {
        if (cancelled) {
            throw cancellation(null);
        }
    }

    /** Hands the outputs for the first {@code pictures} pictures of the buffer to somebody while they are valid. */
    void run(int pictures, Consumer consumer) throws OrtException, StageException {
        Bound tensors = bound(pictures);
        Map<String, OnnxTensor> inputs = Map.of(model.inputs().get(0).name(), tensors.input());
        OrtSession.Result result;
        try {
            result = model.session().run(inputs, others, tensors.outputs(), runOptions);
        } catch (OrtException e) {
            synchronized (this) {
                if (cancelled) {
                    throw cancellation(e);
                }
            }
            throw e;
        }
        try (result) {
            List<Whole> wholes = new ArrayList<>();
            for (TensorShape output : model.outputs()) {
                wholes.add(whole(output.name(), result, pictures));
            }
            for (int picture = 0; picture < pictures; picture++) {
                List<Tensor> tensorsOfPicture = new ArrayList<>(wholes.size());
                for (Whole whole : wholes) {
                    tensorsOfPicture.add(whole.of(picture, pictures));
                }
                consumer.accept(picture, new Tensors(tensorsOfPicture));
            }
        }
    }

    /** Takes the outputs of one picture. */
    interface Consumer {
        void accept(int picture, Tensors outputs) throws StageException;
    }

    private Bound bound(int pictures) throws OrtException {
        Bound known = bound[pictures];
        if (known != null) {
            return known;
        }
        TensorShape input = model.inputs().get(0);
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        for (TensorShape shape : pinnedShapes.values()) {
            long[] dimensions =
                    pictures == 1 ? shape.toArray() : shape.withFirst(pictures).toArray();
            ByteBuffer buffer = view(shape.name());
            buffer.limit(Math.toIntExact(shape.elements() * shape.type().size * pictures));
            outputs.put(shape.name(), OnnxTensor.createTensor(model.environment(), buffer, dimensions, shape.type()));
        }
        ByteBuffer in = pixelBuffer.duplicate().order(ByteOrder.nativeOrder()).clear();
        in.limit(in.capacity() / capacity() * pictures);
        Bound made = new Bound(
                OnnxTensor.createTensor(model.environment(), in, OnnxModel.inputShape(pixels, pictures), input.type()),
                outputs);
        bound[pictures] = made;
        return made;
    }

    private ByteBuffer view(String name) {
        ByteBuffer buffer = outputBuffers.get(name);
        if (buffer == null) {
            throw new IllegalArgumentException("output " + name + " is not pinned");
        }
        return buffer.duplicate().order(ByteOrder.nativeOrder()).clear();
    }

    private Whole whole(String name, OrtSession.Result result, int pictures) throws OrtException, StageException {
        TensorShape pinned = pinnedShapes.get(name);
        if (pinned != null) {
            TensorShape shape = pictures == 1 ? pinned : pinned.withFirst(pictures);
            ByteBuffer data = view(name);
            data.limit(Math.toIntExact(shape.elements() * shape.type().size));
            return new Whole(shape, floats(shape, data));
        }
        OnnxValue value = result.get(name).orElse(null);
        if (!(value instanceof OnnxTensor tensor)) {
            throw new StageException(
                    StageException.Category.INTERNAL, model + " gave no tensor for its output " + name);
        }
        TensorShape shape = TensorShape.of(name, tensor.getInfo());
        if (pictures > 1 && (shape.rank() == 0 || shape.dimension(0) != pictures)) {
            throw new StageException(
                    StageException.Category.INTERNAL,
                    model + " gave " + shape + " for " + pictures + " pictures; the first dimension must count them");
        }
        return new Whole(shape, floats(shape, tensor.getByteBuffer().order(ByteOrder.nativeOrder())));
    }

    /** An output for all pictures of a call. */
    private record Whole(TensorShape shape, FloatBuffer data) {
        Tensor of(int picture, int pictures) {
            int[] dimensions =
                    shape.dimensions().stream().mapToInt(Math::toIntExact).toArray();
            if (pictures == 1) {
                return new Tensor(shape.name(), dimensions, data);
            }
            dimensions[0] = 1;
            int size = data.limit() / pictures;
            return new Tensor(shape.name(), dimensions, data.slice(picture * size, size));
        }
    }

    private FloatBuffer floats(TensorShape shape, ByteBuffer data) throws StageException {
        if (shape.type() == OnnxJavaType.FLOAT) {
            return data.asFloatBuffer();
        }
        float[] values = new float[Math.toIntExact(shape.elements())];
        switch (shape.type()) {
            case FLOAT16 -> {
                ShortBuffer halves = data.asShortBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Halves.toFloat(halves.get(i));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) data.getDouble(i * Double.BYTES);
                }
            }
            case INT32 -> {
                IntBuffer integers = data.asIntBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = integers.get(i);
                }
            }
            case INT64 -> {
                LongBuffer longs = data.asLongBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = longs.get(i);
                }
            }
            case UINT8, BOOL -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = data.get(i) & 0xFF;
                }
            }
            case INT8 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = data.get(i);
                }
            }
            case FLOAT, INT16, STRING, BFLOAT16, UNKNOWN -> throw new StageException(
                    StageException.Category.CONFIG,
                    model + " gives " + shape + "; outputs can be numbers, bool or float16, not this: export it with"
                            + " float32 outputs");
        }
        return FloatBuffer.wrap(values);
    }

    private StageException cancellation(@Nullable Throwable cause) {
        return new StageException(
                StageException.Category.INPUT, model + " was told to stop, as its deadline had passed", cause);
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    /** Frees the tensors and the switch; must not be called while a call is under way. */
    @Override
    public void close() {
        for (Bound tensors : bound) {
            if (tensors != null) {
                tensors.input().close();
                tensors.outputs().values().forEach(OnnxTensor::close);
            }
        }
        runOptions.close();
    }
}
