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
        OnnxModel model = OnnxModel.open(config.model(), context);
        PixelSpec pixels;
        Decoder decoder;
        List<String> labels;
        try {
            List<String> known = ClassNames.known(model, config.labelsFile());
            PixelSpec sized = model.pixels(config.input(), Preprocessing.OPEN);
            List<TensorShape> outputs = model.probe(sized, 1);
            Layout layout = new Recognition(model, outputs, sized, known.size()).layout(config.layout());
            decoder = layout.decoder(outputs, sized, known.size()).orElseThrow();
            pixels = model.pixels(config.input(), layout.usual());
            labels = Coco.CLASSES.complete(model, known, decoder.classes());
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new DetectStage(model, pixels, decoder, labels, config.iou());
    }
}
