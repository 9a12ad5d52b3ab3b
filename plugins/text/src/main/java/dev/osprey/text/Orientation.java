package dev.osprey.text;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.toolkit.Cancellation;
import dev.osprey.toolkit.Crop;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.OnnxRunner;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.TensorShape;
import dev.osprey.toolkit.decode.Quads;
import java.util.ArrayList;
import java.util.List;

/** Turns lines that stand on their head: a classifier of two classes, upright and turned by 180 degrees. */
final class Orientation {
    private static final double GREY = 127.5;

    private static final Preprocessing USUAL = Preprocessing.OPEN
            .withOrder(Order.BGR)
            .withNormalisation(List.of(GREY), List.of(GREY))
            .withFit(Fit.LETTERBOX_TOP_LEFT, GREY);

    private static final int USUAL_WIDTH = 192;
    private static final int USUAL_HEIGHT = 48;

    /** Below this it may be wrong more often than the scene is upside down. */
    private static final double SURE = 0.9;

    private final OnnxRunner runner;

    private Orientation(OnnxRunner runner) {
        this.runner = runner;
    }

    /** @throws StageException CONFIG, saying what does not fit */
    static Orientation open(TextConfig config, StageContext context) throws StageException {
        OnnxModel model = OnnxModel.open(config.orientation(), context);
        PixelSpec pixels;
        try {
            pixels = model.pixels(
                    Preprocessing.OPEN, Sizes.isFixed(model) ? USUAL : USUAL.withSize(USUAL_WIDTH, USUAL_HEIGHT));
            checkOutput(model, model.probe(pixels, 1));
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new Orientation(new OnnxRunner(model, pixels));
    }

    OnnxRunner runner() {
        return runner;
    }

    /** The same lines in the same order, the corners of some named anew. */
    List<Crop> upright(Cancellation cancellation, List<Crop> lines) throws OrtException, StageException {
        PixelSpec whole = runner.pixels();
        // A long line is squeezed, as in training: letterboxed it would be too small to see.
        PixelSpec squeezed = whole.withFit(Fit.STRETCH, whole.fill());
        List<Crop> upright = new ArrayList<>(lines.size());
        for (Crop line : lines) {
            boolean isLong =
                    line.region().width() * whole.height() > line.region().height() * whole.width();
            boolean turned = runner.run(
                            cancellation,
                            isLong ? squeezed : whole,
                            List.of(line),
                            (outputs, mapping, crop) -> isTurned(outputs.get(0)))
                    .get(0);
            upright.add(turned ? new Crop(line.input(), Quads.turned(line.region(), 2)) : line);
        }
        return upright;
    }

    private static boolean isTurned(Tensor classes) {
        return classes.get(1) > SURE;
    }

    private static void checkOutput(OnnxModel model, List<TensorShape> outputs) throws StageException {
        if (outputs.get(0).elements() != 2) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model + " gives " + outputs.get(0) + "; orientation must be a model of two classes, upright and"
                            + " turned, or none");
        }
    }
}
