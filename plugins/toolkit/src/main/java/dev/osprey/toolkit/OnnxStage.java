package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * A stage around one ONNX model that looks at pictures: loads it, feeds it and runs it. What is left to write is
 * {@link #decode}.
 *
 * <p>Thread-safe, as long as {@code decode} is: as many calls at once as the host has lanes.
 */
public abstract class OnnxStage implements Stage {
    private static final int MAX_BATCH = 8;

    private final OnnxModel model;
    private final PixelSpec pixels;
    private final StageSpec spec;
    private final int maxBatch;
    private final List<TensorShape> pinned;

    /** Guarded by itself: lanes that no call uses. */
    private final Deque<Lane> idle = new ArrayDeque<>();

    /** Guarded by {@link #idle}: lanes that a call uses, or has been abandoned with. */
    private final List<Lane> busy = new ArrayList<>();

    /**
     * Loads a model of which all is known.
     *
     * @param nameOrPath as {@link OnnxModel#open} takes it
     * @param usual how the model wants its pictures, as far as its description does not say otherwise
     * @param spec kinds, labels and default score; batch and concurrency are found here
     * @throws StageException CONFIG in words, if model and description do not fit
     */
    protected OnnxStage(StageContext context, String nameOrPath, Preprocessing usual, StageSpec spec)
            throws StageException {
        this(OnnxModel.open(nameOrPath, context), model -> model.pixels(Preprocessing.OPEN, usual), spec);
    }

    /**
     * Takes a model that has been looked at already.
     *
     * @param model closed with this stage, or if this fails
     * @param pixels as {@link OnnxModel#pixels} gives it
     */
    protected OnnxStage(OnnxModel model, PixelSpec pixels, StageSpec spec) throws StageException {
        this(model, same -> pixels, spec);
    }

    private OnnxStage(OnnxModel model, PixelsOf pixels, StageSpec spec) throws StageException {
        this.model = model;
        try {
            this.pixels = pixels.apply(model);
            List<TensorShape> one = model.probe(this.pixels, 1);
            this.maxBatch = batches(one) ? MAX_BATCH : 1;
            this.pinned = pinned(one);
            this.spec = spec.withMaxBatch(maxBatch).withMaxConcurrency(model.lanes());
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private interface PixelsOf {
        PixelSpec apply(OnnxModel model) throws StageException;
    }

    /**
     * Makes results of what the model gave for one input. Called by several threads at once.
     *
     * @param outputs valid during this call
     * @param mapping from the model's input, in pixels, to the source picture
     * @param input whose {@link Input#region} was read
     */
    protected abstract List<Result> decode(Tensors outputs, Mapping mapping, Input input) throws StageException;

    /** What is read for an input: its region, unless a stage wants more or less of it. */
    protected Region regionOf(Input input) {
        return input.region();
    }

    /** The model; closed with this stage. */
    protected final OnnxModel model() {
        return model;
    }

    /** The form in which the model is given pictures. */
    protected final PixelSpec pixels() {
        return pixels;
    }

    @Override
    public final StageSpec spec() {
        return spec;
    }

    @Override
    public final List<Output> process(List<Input> batch) throws Exception {
        Lane lane = take(Math.min(Math.max(1, batch.size()), maxBatch));
        try {
            List<Output> outputs = new ArrayList<>(batch.size());
            for (int from = 0; from < batch.size(); from += maxBatch) {
                lane.checkCancelled();
                analyse(lane, batch.subList(from, Math.min(batch.size(), from + maxBatch)), outputs);
            }
            return outputs;
        } finally {
            giveBack(lane);
        }
    }

    private void analyse(Lane lane, List<Input> batch, List<Output> outputs) throws OrtException, StageException {
        ByteBuffer buffer = lane.pixelBuffer();
        buffer.clear();
        List<Mapping> mappings = new ArrayList<>(batch.size());
        for (Input input : batch) {
            mappings.add(input.read(regionOf(input), pixels, buffer));
        }
        lane.run(
                batch.size(),
                (index, tensors) -> outputs.add(Output.of(decode(tensors, mappings.get(index), batch.get(index)))));
    }

    /**
     * Ends the call that has run longest and has not been told yet: all calls have the same deadline, so it is the one
     * whose deadline has passed.
     */
    @Override
    public final void cancel() {
        synchronized (idle) {
            busy.stream()
                    .filter(Lane::isCancellable)
                    .min(Comparator.comparingLong(Lane::sinceNanos))
                    .ifPresent(this::cancel);
        }
    }

    private void cancel(Lane lane) {
        try {
            lane.cancel();
        } catch (OrtException e) {
            model.logger().log(System.Logger.Level.WARNING, "a call of " + model + " could not be stopped", e);
        }
    }

    /** Frees the session and the buffers. The host closes only when no call is under way. */
    @Override
    public void close() {
        synchronized (idle) {
            if (!busy.isEmpty()) {
                throw new IllegalStateException(
                        model + " must not be closed during a call, " + busy.size() + " under way");
            }
            idle.forEach(Lane::close);
            idle.clear();
        }
        model.close();
    }

    /* Buffers are as large as the largest batch seen: on the CPU, where batches are of one, none is held for more. */
    private Lane take(int pictures) throws OrtException {
        synchronized (idle) {
            Lane lane = idle.poll();
            if (lane != null && lane.capacity() < pictures) {
                lane.close();
                lane = null;
            }
            if (lane == null) {
                lane = new Lane(model, pixels, pictures, pinned);
            }
            lane.begin(System.nanoTime());
            busy.add(lane);
            return lane;
        }
    }

    private void giveBack(Lane lane) {
        synchronized (idle) {
            lane.end();
            busy.remove(lane);
            idle.push(lane);
        }
    }

    /** Whether the model takes several pictures at once and counts them in the first dimension of every output. */
    private boolean batches(List<TensorShape> one) {
        if (model.inputs().get(0).dimension(0) != TensorShape.ANY
                || one.stream().anyMatch(shape -> shape.rank() == 0 || shape.dimension(0) != 1)) {
            return false;
        }
        try {
            List<TensorShape> two = model.probe(pixels, 2);
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
