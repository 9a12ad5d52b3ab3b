package dev.osprey.detect;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.ClassNames;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.TensorShape;
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
        return OnnxModel.use(config.model(), context, model -> {
            List<String> known = ClassNames.known(model, config.labelsFile());
            PixelSpec sized = model.pixels(config.input(), Preprocessing.OPEN);
            List<TensorShape> outputs = model.probe(sized, 1);
            Layout layout =
                    new DetectRecognition(model, outputs, sized, known.size()).layout(config.layout(), Layout::of);
            Decoder decoder = layout.decoder(outputs, sized, known.size()).orElseThrow();
            PixelSpec pixels = model.pixels(config.input(), layout.usual());
            List<String> labels = Coco.CLASSES.complete(model, known, decoder.classes());
            return new DetectStage(model, pixels, decoder, labels, config.iou());
        });
    }
}
