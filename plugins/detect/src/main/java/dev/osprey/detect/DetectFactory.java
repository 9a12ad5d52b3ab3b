package dev.osprey.detect;

import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.ClassNames;
import dev.osprey.toolkit.ProbedModel;
import java.util.List;

/** Makes {@code detect}: a convolutional network that finds objects and their boxes. */
public final class DetectFactory implements StageFactory<DetectConfig> {
    @Override
    public String name() {
        return "detect";
    }

    @Override
    public String description() {
        return "Finds objects with a convolutional network: NanoDet, YOLOX, YOLOv5, YOLOv8 and later, end-to-end exports";
    }

    @Override
    public Class<DetectConfig> configType() {
        return DetectConfig.class;
    }

    @Override
    public Stage create(DetectConfig config, StageContext context) throws StageException {
        return ProbedModel.use(config.model(), config.input(), context, probed -> {
            List<String> known = ClassNames.known(probed.model(), config.labelsFile());
            Layout layout = new DetectRecognition(probed, known.size()).layout(config.layout(), Layout::of);
            Decoder decoder = layout.decoder(probed.shapes(), known.size()).orElseThrow();
            List<String> labels = Coco.CLASSES.complete(probed.model(), known, decoder.classes());
            return new DetectStage(probed.model(), probed.pixels(layout.usual()), decoder, labels, config.iou());
        });
    }
}
