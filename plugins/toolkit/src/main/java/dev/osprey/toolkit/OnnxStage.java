package dev.osprey.toolkit;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Read;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.util.List;

/**
 * A stage around one ONNX model that looks at pictures: loads it, feeds it and runs it. What is left to write is
 * {@link #decode}.
 *
 * <p>Thread-safe, as long as {@code decode} is: as many calls at once as the host has lanes.
 */
public abstract class OnnxStage extends InferenceStage {
    private final OnnxRunner runner;

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
        this(open(OnnxModel.open(nameOrPath, context), usual), spec);
    }

    /**
     * Takes a model that has been looked at already.
     *
     * @param model closed with this stage, or if this fails
     * @param pixels as {@link OnnxModel#pixels} gives it
     */
    protected OnnxStage(OnnxModel model, PixelSpec pixels, StageSpec spec) throws StageException {
        this(new OnnxRunner(model, pixels), spec);
    }

    private OnnxStage(OnnxRunner runner, StageSpec spec) {
        super(declared(spec, runner).withMaxBatch(runner.maxBatch()), List.of(runner));
        this.runner = runner;
    }

    private static StageSpec declared(StageSpec spec, OnnxRunner runner) {
        return spec.reads().isPresent() ? spec : spec.withReads(Read.of(Read.Part.REGION, runner.pixels()));
    }

    private static OnnxRunner open(OnnxModel model, Preprocessing usual) throws StageException {
        PixelSpec pixels;
        try {
            pixels = model.pixels(Preprocessing.OPEN, usual);
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new OnnxRunner(model, pixels);
    }

    /**
     * Makes results of what the model gave for one input. Called by several threads at once.
     *
     * @param outputs valid during this call
     * @param mapping from the model's input, in pixels, to the source picture
     * @param input whose {@link #regionOf region} was read
     */
    protected abstract List<Result> decode(Tensors outputs, Mapping mapping, Input input) throws StageException;

    /** What is read for an input: its region, unless a stage wants another one and declares so in its spec. */
    protected Region regionOf(Input input) {
        return input.region();
    }

    /** The model; closed with this stage. */
    protected final OnnxModel model() {
        return runner.model();
    }

    /** The form in which the model is given pictures. */
    protected final PixelSpec pixels() {
        return runner.pixels();
    }

    @Override
    protected final List<Output> analyse(Cancellation cancellation, List<Input> inputs)
            throws OrtException, StageException {
        List<Crop> crops =
                inputs.stream().map(input -> new Crop(input, regionOf(input))).toList();
        return runner.run(
                cancellation, crops, (outputs, mapping, crop) -> Output.of(decode(outputs, mapping, crop.input())));
    }
}
