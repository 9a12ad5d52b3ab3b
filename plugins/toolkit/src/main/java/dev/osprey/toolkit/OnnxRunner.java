package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A model that looks at pictures, with buffers for as many calls at once as there are. Thread-safe; closed by its stage
 * when no call is under way.
 */
public final class OnnxRunner implements AutoCloseable {
    private static final int MAX_BATCH = 8;

    private final OnnxModel model;
    private final PixelSpec usual;
    private final int maxBatch;
    private final List<TensorShape> pinned;

    /** Guarded by itself: those that no call uses. */
    private final Deque<ModelBuffers> idle = new ArrayDeque<>();

    /**
     * Runs the model once or twice on nothing, to see what it gives.
     *
     * @param model closed with this, or if this fails
     * @param usual as {@link OnnxModel#pixels} gives it; of a model of open size, a size that it can take
     * @throws StageException CONFIG in words, if the model does not run so
     */
    public OnnxRunner(OnnxModel model, PixelSpec usual) throws StageException {
        this.model = model;
        this.usual = usual;
        try {
            List<TensorShape> one = model.probe(usual, 1);
            this.maxBatch = batches(one) ? MAX_BATCH : 1;
            this.pinned = pinned(one);
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Makes something of what the model gave for one crop. */
    public interface Decoder<T> {
        /**
         * @param outputs valid during this call
         * @param mapping from the model's input, in pixels, to the source picture
         */
        T decode(Tensors outputs, Mapping mapping, Crop crop) throws StageException;
    }

    public OnnxModel model() {
        return model;
    }

    /** The form of pictures that it was made with. */
    public PixelSpec pixels() {
        return usual;
    }

    /** The most crops that one run takes: 1 where the model does not count pictures. */
    public int maxBatch() {
        return maxBatch;
    }

    /** As the other, in the form of pictures that it was made with. */
    public <T> List<T> run(Cancellation cancellation, List<Crop> crops, Decoder<T> decoder)
            throws OrtException, StageException {
        return run(cancellation, usual, crops, decoder);
    }

    /**
     * Reads each crop, runs the model on as many at once as it takes, and decodes each.
     *
     * @param pixels type and layout are the model's; width and height are not 0
     * @return in the order of the crops
     * @throws StageException INPUT if the call is cancelled meanwhile
     */
    public <T> List<T> run(Cancellation cancellation, PixelSpec pixels, List<Crop> crops, Decoder<T> decoder)
            throws OrtException, StageException {
        List<T> results = new ArrayList<>(crops.size());
        ModelBuffers buffers = take();
        try {
            for (int from = 0; from < crops.size(); from += maxBatch) {
                cancellation.check();
                run(
                        cancellation,
                        buffers,
                        pixels,
                        crops.subList(from, Math.min(crops.size(), from + maxBatch)),
                        decoder,
                        results);
            }
            return results;
        } finally {
            giveBack(buffers);
        }
    }

    private <T> void run(
            Cancellation cancellation,
            ModelBuffers buffers,
            PixelSpec pixels,
            List<Crop> batch,
            Decoder<T> decoder,
            List<T> results)
            throws OrtException, StageException {
        ByteBuffer pixelsOfBatch = buffers.bind(pixels, batch.size());
        List<Mapping> mappings = new ArrayList<>(batch.size());
        for (Crop crop : batch) {
            mappings.add(crop.input().read(crop.region(), pixels, pixelsOfBatch));
        }
        buffers.run(
                cancellation,
                (index, tensors) -> results.add(decoder.decode(tensors, mappings.get(index), batch.get(index))));
    }

    private ModelBuffers take() {
        synchronized (idle) {
            return idle.isEmpty() ? new ModelBuffers(model, pinned) : idle.pop();
        }
    }

    private void giveBack(ModelBuffers buffers) {
        synchronized (idle) {
            idle.push(buffers);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(ModelBuffers::close);
            idle.clear();
        }
        model.close();
    }

    /** Whether the model takes several pictures at once and counts them in the first dimension of every output. */
    private boolean batches(List<TensorShape> one) {
        if (model.inputs().get(0).dimension(0) != TensorShape.ANY
                || one.stream().anyMatch(shape -> shape.rank() == 0 || shape.dimension(0) != 1)) {
            return false;
        }
        try {
            List<TensorShape> two = model.probe(usual, 2);
            for (int i = 0; i < one.size(); i++) {
                if (!two.get(i).equals(one.get(i).withFirst(2))) {
                    return false;
                }
            }
            return true;
        } catch (StageException e) {
            model.logger()
                    .log(
                            System.Logger.Level.INFO,
                            model + " says that it takes several pictures at once, but does not: it gets one by one ("
                                    + e.getMessage() + ")");
            return false;
        }
    }

    /** The outputs whose shape is the model's promise: all but the batch is written in the file. */
    private List<TensorShape> pinned(List<TensorShape> one) {
        List<TensorShape> known = new ArrayList<>();
        for (TensorShape declared : model.outputs()) {
            boolean fixed = declared.rank() > 0
                    && declared.dimensions().subList(1, declared.rank()).stream()
                            .allMatch(dimension -> dimension != TensorShape.ANY)
                    && (declared.isStatic() || maxBatch > 1);
            if (fixed && declared.type().size > 0) {
                one.stream()
                        .filter(shape -> shape.name().equals(declared.name()))
                        .forEach(known::add);
            }
        }
        return known;
    }
}
