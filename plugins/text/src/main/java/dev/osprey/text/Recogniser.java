package dev.osprey.text;

import ai.onnxruntime.OrtException;
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
import dev.osprey.toolkit.TensorShape;
import dev.osprey.toolkit.decode.CtcDecoder;
import dev.osprey.toolkit.decode.Quads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads lines: each straightened to the network's height, those of like width in one run. */
final class Recogniser {
    private static final double GREY = 127.5;

    private static final Preprocessing USUAL = Preprocessing.OPEN
            .withOrder(Order.BGR)
            .withNormalisation(List.of(GREY), List.of(GREY))
            .withFit(Fit.LETTERBOX_TOP_LEFT, GREY);

    /** In heights, on each side: letters that touch the edge are misread, an o as a 0. */
    private static final double MARGIN = 0.1;

    private static final int USUAL_HEIGHT = 48;

    /** Widths are rounded up to multiples of this, so that lines of like width share a run. */
    private static final int WIDTH_STEP = 64;

    /** The narrowest picture that the networks were trained on is this many times as wide as high. */
    private static final double LEAST_ASPECT = 6.6;

    /** Longer lines are squeezed, so that no picture can take all memory. */
    private static final double MOST_ASPECT = 60;

    private final OnnxRunner runner;
    private final CtcDecoder decoder;
    private final boolean openWidth;

    private Recogniser(OnnxRunner runner, CtcDecoder decoder, boolean openWidth) {
        this.runner = runner;
        this.decoder = decoder;
        this.openWidth = openWidth;
    }

    /** @throws StageException CONFIG, saying what does not fit */
    static Recogniser open(TextConfig config, StageContext context) throws StageException {
        OnnxModel model = OnnxModel.open(config.recogniser(), context);
        CtcDecoder decoder;
        PixelSpec pixels;
        try {
            pixels = pixels(config, model);
            TensorShape steps = model.probe(pixels, 1).get(0);
            if (steps.rank() != 3 || steps.dimension(0) != 1) {
                throw new StageException(
                        StageException.Category.CONFIG,
                        model + " gives " + steps + "; recogniser must be a model that gives each step's classes,"
                                + " [N,steps,classes], as PP-OCR's recognition does");
            }
            decoder = new CtcDecoder(
                    Dictionary.of(config.dictionary(), model).characters(model, steps.dimension(2)), config.space());
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new Recogniser(new OnnxRunner(model, pixels), decoder, Sizes.width(model) == TensorShape.ANY);
    }

    private static PixelSpec pixels(TextConfig config, OnnxModel model) throws StageException {
        List<Integer> asked = config.recogniserInput().size();
        int height = Sizes.height(model) != TensorShape.ANY
                ? (int) Sizes.height(model)
                : asked.isEmpty()
                        ? (int) Numbers.of(null, model, "height", 1024, USUAL_HEIGHT)
                        : asked.get(asked.size() - 1);
        int width = Sizes.width(model) != TensorShape.ANY
                ? (int) Sizes.width(model)
                : stepped(LEAST_ASPECT * Math.max(1, height));
        return model.pixels(config.recogniserInput().withSize(width, Math.max(1, height)), USUAL);
    }

    OnnxRunner runner() {
        return runner;
    }

    /** What stands in each line, in the lines' order. */
    List<CtcDecoder.Reading> read(Cancellation cancellation, List<Crop> lines) throws OrtException, StageException {
        Map<Integer, List<Integer>> byWidth = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            byWidth.computeIfAbsent(width(withMargin(lines.get(i)).region()), width -> new ArrayList<>())
                    .add(i);
        }
        List<CtcDecoder.Reading> readings =
                new ArrayList<>(Collections.nCopies(lines.size(), new CtcDecoder.Reading("", 0)));
        for (Map.Entry<Integer, List<Integer>> group : byWidth.entrySet()) {
            List<Crop> crops = group.getValue().stream()
                    .map(index -> withMargin(lines.get(index)))
                    .toList();
            List<CtcDecoder.Reading> read = runner.run(
                    cancellation,
                    pixels(group.getKey()),
                    crops,
                    (outputs, mapping, crop) -> decoder.decode(outputs.get(0).data()));
            for (int i = 0; i < read.size(); i++) {
                readings.set(group.getValue().get(i), read.get(i));
            }
        }
        return readings;
    }

    private static Crop withMargin(Crop line) {
        return new Crop(
                line.input(), Quads.grown(line.region(), MARGIN * line.region().height()));
    }

    /** The width of the picture that a line becomes, in pixels. */
    private int width(Region line) {
        PixelSpec usual = runner.pixels();
        if (!openWidth) {
            return usual.width();
        }
        double aspect = line.width() / Math.max(1, line.height());
        return stepped(Math.min(MOST_ASPECT, Math.max(LEAST_ASPECT, aspect)) * usual.height());
    }

    private static int stepped(double width) {
        return (int) Math.ceil(width / WIDTH_STEP) * WIDTH_STEP;
    }

    private PixelSpec pixels(int width) {
        PixelSpec sized = runner.pixels().withSize(width, runner.pixels().height());
        boolean longest = width >= stepped(MOST_ASPECT * sized.height());
        return longest ? sized.withFit(Fit.STRETCH, sized.fill()) : sized;
    }
}
