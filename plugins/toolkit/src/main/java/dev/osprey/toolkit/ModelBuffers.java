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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The buffers with which one call at a time runs the model: the input's, and buffers for outputs whose shape is known
 * beforehand ("pinned": ONNX Runtime writes into them, nothing is copied). Buffers are as large as the largest batch
 * seen: on the CPU, where batches are of one, none is held for more.
 */
final class ModelBuffers implements AutoCloseable {
    /** Tensors kept over the buffers: more than a stage of one size has numbers of pictures. */
    private static final int MOST_BOUND = 16;

    private final OnnxModel model;
    private final Map<String, TensorShape> pinnedShapes = new LinkedHashMap<>();
    private final Set<String> others = new LinkedHashSet<>();
    private final Map<String, ByteBuffer> outputBuffers = new LinkedHashMap<>();
    private final Map<Form, Bound> bound = new LinkedHashMap<>(MOST_BOUND, 0.75f, true);
    private ByteBuffer pixelBuffer = direct(0);
    private int pinnedPictures;
    private @Nullable Bound current;

    /** So many pictures of one form. */
    private record Form(PixelSpec pixels, int pictures) {}

    /** The tensors over the buffers for one form. */
    private record Bound(int pictures, OnnxTensor input, Map<String, OnnxTensor> outputs) implements AutoCloseable {
        @Override
        public void close() {
            input.close();
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    /** @param pinned outputs whose shape for one picture is known */
    ModelBuffers(OnnxModel model, Collection<TensorShape> pinned) {
        this.model = model;
        pinned.forEach(shape -> pinnedShapes.put(shape.name(), shape));
        for (TensorShape output : model.outputs()) {
            if (!pinnedShapes.containsKey(output.name())) {
                others.add(output.name());
            }
        }
    }

    /** Where the pixels of so many pictures go, one after the other, for the next {@link #run}. */
    ByteBuffer bind(PixelSpec pixels, int pictures) throws OrtException {
        Form form = new Form(pixels, pictures);
        int bytes = Math.toIntExact(OnnxModel.inputBytes(pixels, pictures));
        makeRoom(bytes, pictures);
        Bound known = bound.get(form);
        if (known == null) {
            known = bind(form, bytes);
            bound.put(form, known);
            forgetOldest();
        }
        current = known;
        return pixelBuffer.clear().limit(bytes);
    }

    /** Hands the outputs for the pictures that were read last to somebody while they are valid. */
    void run(Cancellation cancellation, Consumer consumer) throws OrtException, StageException {
        Bound tensors = Objects.requireNonNull(current, "pictures are bound before a run");
        Map<String, OnnxTensor> inputs = Map.of(model.inputs().get(0).name(), tensors.input());
        int pictures = tensors.pictures();
        try (OrtSession.Result result =
                model.session().run(inputs, others, tensors.outputs(), cancellation.runOptions())) {
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
        } catch (OrtException e) {
            cancellation.check();
            throw e;
        }
    }

    /** Takes the outputs of one picture. */
    interface Consumer {
        void accept(int picture, Tensors outputs) throws StageException;
    }

    private void makeRoom(int bytes, int pictures) {
        if (bytes <= pixelBuffer.capacity() && pictures <= pinnedPictures) {
            return;
        }
        close();
        pixelBuffer = direct(Math.max(bytes, pixelBuffer.capacity()));
        pinnedPictures = Math.max(pictures, pinnedPictures);
        for (TensorShape shape : pinnedShapes.values()) {
            outputBuffers.put(shape.name(), direct(shape.elements() * shape.type().size * pinnedPictures));
        }
    }

    private Bound bind(Form form, int bytes) throws OrtException {
        int pictures = form.pictures();
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        for (TensorShape shape : pinnedShapes.values()) {
            long[] dimensions =
                    pictures == 1 ? shape.toArray() : shape.withFirst(pictures).toArray();
            ByteBuffer buffer = view(shape.name());
            buffer.limit(Math.toIntExact(shape.elements() * shape.type().size * pictures));
            outputs.put(shape.name(), OnnxTensor.createTensor(model.environment(), buffer, dimensions, shape.type()));
        }
        ByteBuffer in =
                pixelBuffer.duplicate().order(ByteOrder.nativeOrder()).clear().limit(bytes);
        OnnxTensor input = OnnxTensor.createTensor(
                model.environment(),
                in,
                OnnxModel.inputShape(form.pixels(), pictures),
                model.inputs().get(0).type());
        return new Bound(pictures, input, outputs);
    }

    private void forgetOldest() {
        if (bound.size() > MOST_BOUND) {
            Iterator<Bound> oldest = bound.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
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

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    /** Frees the tensors; must not be called while a run is under way. */
    @Override
    public void close() {
        current = null;
        bound.values().forEach(Bound::close);
        bound.clear();
    }
}
