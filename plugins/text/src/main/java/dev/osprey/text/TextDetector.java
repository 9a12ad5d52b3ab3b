package dev.osprey.text;

import ai.onnxruntime.OrtException;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.PixelSpec.Fit;
import dev.osprey.spi.PixelSpec.Order;
import dev.osprey.spi.Region;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.toolkit.Cancellation;
import dev.osprey.toolkit.Crop;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.OnnxRunner;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.TensorShape;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.DbDecoder;
import dev.osprey.toolkit.decode.Quads;
import dev.osprey.toolkit.decode.TextBox;
import java.util.List;

/** Finds where text is: a network that gives each pixel's probability, and boxes around what it marks. */
final class TextDetector {
    /** PP-OCR's own: ImageNet's mean and deviation, in this order of channels. */
    private static final Preprocessing USUAL = Preprocessing.OPEN
            .withOrder(Order.BGR)
            .withNormalisation(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375))
            .withFit(Fit.STRETCH, 0);

    private static final double USUAL_THRESHOLD = 0.3;
    private static final double USUAL_BOX_SCORE = 0.6;
    private static final double USUAL_UNCLIP = 1.6;
    private static final double MOST_UNCLIP = 5;
    private static final int USUAL_MULTIPLE = 32;

    /** Several words make a line, so more boxes than lines are wanted. */
    private static final int BOXES_A_LINE = 8;

    private final OnnxRunner runner;
    private final DbDecoder decoder;
    private final int side;
    private final int multiple;
    private final boolean openSize;

    private TextDetector(OnnxRunner runner, DbDecoder decoder, int side, int multiple, boolean openSize) {
        this.runner = runner;
        this.decoder = decoder;
        this.side = side;
        this.multiple = multiple;
        this.openSize = openSize;
    }

    /** @throws StageException CONFIG, saying what does not fit */
    static TextDetector open(TextConfig config, StageContext context) throws StageException {
        OnnxModel model = OnnxModel.open(config.detector(), context);
        int multiple;
        DbDecoder decoder;
        PixelSpec pixels;
        boolean openSize;
        try {
            multiple = Math.max(1, (int) Numbers.of(null, model, "multiple", 1024, USUAL_MULTIPLE));
            decoder = new DbDecoder(
                    Numbers.of(config.threshold(), model, "threshold", 1, USUAL_THRESHOLD),
                    Numbers.of(config.boxScore(), model, "box", 1, USUAL_BOX_SCORE),
                    Numbers.of(config.unclip(), model, "unclip", MOST_UNCLIP, USUAL_UNCLIP),
                    BOXES_A_LINE * config.maxLines());
            openSize = !Sizes.isFixed(model) && config.detectorInput().size().isEmpty();
            int sample = rounded(config.side(), multiple);
            pixels = model.pixels(config.detectorInput(), openSize ? USUAL.withSize(sample, sample) : USUAL);
            checkOutput(model, model.probe(pixels, 1), pixels);
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new TextDetector(new OnnxRunner(model, pixels), decoder, config.side(), multiple, openSize);
    }

    OnnxRunner runner() {
        return runner;
    }

    /** The boxes in an input's region, the best first, in source pixels. */
    List<TextBox> find(Cancellation cancellation, Input input) throws OrtException, StageException {
        PixelSpec pixels = openSize ? sized(input.region()) : runner.pixels();
        return runner.run(
                        cancellation,
                        pixels,
                        List.of(new Crop(input, input.region())),
                        (outputs, mapping, crop) -> decode(outputs, mapping))
                .get(0);
    }

    private List<TextBox> decode(Tensors outputs, Mapping mapping) {
        Tensor map = outputs.get(0);
        return decoder.decode(map.data(), map.dimension(-1), map.dimension(-2)).stream()
                .map(box -> new TextBox(Quads.toSource(box.quad(), mapping), box.score()))
                .toList();
    }

    /** The region's own size, as far as the longer side allows, in multiples of what the network divides by. */
    private PixelSpec sized(Region region) {
        double scale = Math.min(1, side / Math.max(1, Math.max(region.width(), region.height())));
        return runner.pixels()
                .withSize(rounded(region.width() * scale, multiple), rounded(region.height() * scale, multiple));
    }

    private static int rounded(double pixels, int multiple) {
        return Math.max(1, (int) Math.round(pixels / multiple)) * multiple;
    }

    private static void checkOutput(OnnxModel model, List<TensorShape> outputs, PixelSpec pixels)
            throws StageException {
        TensorShape map = outputs.get(0);
        boolean fits = map.rank() >= 2
                && map.dimension(-1) == pixels.width()
                && map.dimension(-2) == pixels.height()
                && map.elements() == (long) pixels.width() * pixels.height();
        if (!fits) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model + " gives " + map + " for " + pixels.width() + " x " + pixels.height() + " pixels; detector"
                            + " must be a model that gives one probability a pixel, [N,1,H,W], as PP-OCR's detection"
                            + " does");
        }
    }
}
