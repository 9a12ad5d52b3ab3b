package dev.osprey.segment;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.ClassNames;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.Preprocessing;
import java.util.List;

/** Makes {@code segment}: a convolutional network that says of each pixel what it belongs to. */
public final class SegmentFactory implements StageFactory<SegmentConfig> {
    /** What networks trained on ImageNet take: nearly all that give planes, as PyTorch's do. */
    private static final Preprocessing IMAGENET =
            Preprocessing.OPEN.withNormalisation(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

    /** What TensorFlow's networks take, -1..1: nearly all that give pixel after pixel. */
    private static final Preprocessing SYMMETRIC = Preprocessing.OPEN.withNormalisation(List.of(127.5), List.of(127.5));

    @Override
    public String name() {
        return "segment";
    }

    @Override
    public String description() {
        return "Finds the pixels of people or of classes, as masks: of the picture, or in the boxes of another stage";
    }

    @Override
    public Class<SegmentConfig> configType() {
        return SegmentConfig.class;
    }

    @Override
    public Stage create(SegmentConfig config, StageContext context) throws StageException {
        return OnnxModel.use(config.model(), context, model -> {
            List<String> known = ClassNames.known(model, config.labelsFile());
            PixelSpec sized = model.pixels(config.input(), Preprocessing.OPEN);
            OutputForm form = new FormRecognition(model, model.probe(sized, 1), sized, known.size()).form(config);
            PixelSpec pixels = model.pixels(config.input(), usual(form.layout(), sized));
            ClassLabels labels = ClassLabels.of(model, known, form.knownClasses(), config.background());
            return new SegmentStage(model, pixels, form, labels, config);
        });
    }

    private static Preprocessing usual(Layout layout, PixelSpec pixels) {
        if (layout == Layout.PROBABILITY) {
            return Preprocessing.OPEN;
        }
        return pixels.layout() == PixelSpec.Layout.NCHW ? IMAGENET : SYMMETRIC;
    }
}
