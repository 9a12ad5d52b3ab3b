package dev.osprey.toolkit;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;

/**
 * A model that was run once, to find out what it is: its file need not say how large its pictures are, nor what comes
 * out for one. What stages that know several layouts of outputs begin with.
 */
public final class ProbedModel {
    private final OnnxModel model;
    private final Preprocessing asked;
    private final ModelShapes shapes;

    private ProbedModel(OnnxModel model, Preprocessing asked) throws StageException {
        this.model = model;
        this.asked = asked;
        PixelSpec pixels = model.pixels(asked, Preprocessing.OPEN);
        this.shapes = new ModelShapes(model.probe(pixels, 1), pixels);
    }

    /** Looks at a model and makes something of it. */
    public interface Use<T> {
        T make(ProbedModel model) throws StageException;
    }

    /**
     * Opens a model, runs it on one picture and makes a stage, or a part of one, around it.
     *
     * @param nameOrPath as {@link OnnxModel#open} takes it
     * @param asked how a configuration says that pictures are prepared
     * @return what owns the model from now on
     * @throws StageException as {@code use} does, or CONFIG if the model cannot be run; it is closed then
     */
    public static <T> T use(String nameOrPath, Preprocessing asked, StageContext context, Use<T> use)
            throws StageException {
        return OnnxModel.use(nameOrPath, context, model -> use.make(new ProbedModel(model, asked)));
    }

    public OnnxModel model() {
        return model;
    }

    /** What came out, and for which pictures. */
    public ModelShapes shapes() {
        return shapes;
    }

    /**
     * The form in which the model is given pictures.
     *
     * @param usual how networks of its layout want them, where nobody says otherwise
     */
    public PixelSpec pixels(Preprocessing usual) throws StageException {
        return model.pixels(asked, usual);
    }

    /**
     * The refusal of a model whose outputs do not fit.
     *
     * @param why what was expected and what to do
     */
    public StageException refusal(String why) {
        return model.refusal(shapes.outputs(), shapes.pixels(), why);
    }
}
