package dev.osprey.segment;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.ClassNames;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.ProbedModel;
import java.util.List;

/** Makes {@code segment}: a convolutional network that says of each pixel what it belongs to. */
public final class SegmentFactory implements StageFactory<SegmentConfig> {
    /** What TensorFlow's networks take, -1..1. */
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
        return ProbedModel.use(config.model(), config.input(), context, probed -> {
            List<String> known = ClassNames.known(probed.model(), config.labelsFile());
            OutputForm form = new FormRecognition(probed, known.size()).form(config);
            ClassLabels labels = ClassLabels.of(probed.model(), known, form.knownClasses(), config.background());
            PixelSpec pixels =
                    probed.pixels(usual(form.layout(), probed.shapes().pixels()));
            return new SegmentStage(probed.model(), pixels, form, labels, config);
        });
    }

    private static Preprocessing usual(Layout layout, PixelSpec pixels) {
        if (layout == Layout.PROBABILITY) {
            return Preprocessing.OPEN;
        }
        // nearly all networks that give planes come from PyTorch, and those that give pixel after pixel from TensorFlow
        return pixels.layout() == PixelSpec.Layout.NCHW ? Preprocessing.IMAGENET : SYMMETRIC;
    }
}
