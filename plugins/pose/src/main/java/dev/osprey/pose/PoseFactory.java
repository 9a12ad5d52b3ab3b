package dev.osprey.pose;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.decode.PointHead;
import java.util.List;

/** Makes {@code pose}: a network that finds the joints of people. */
public final class PoseFactory implements StageFactory<PoseConfig> {
    @Override
    public String name() {
        return "pose";
    }

    @Override
    public String description() {
        return "Finds key points of people: MoveNet of one or several, RTMPose (SimCC), YOLO pose and end-to-end exports";
    }

    @Override
    public Class<PoseConfig> configType() {
        return PoseConfig.class;
    }

    @Override
    public Stage create(PoseConfig config, StageContext context) throws StageException {
        return OnnxModel.use(config.model(), context, model -> {
            Hints hints = Hints.of(model, config.points());
            PixelSpec sized = model.pixels(config.input(), Preprocessing.OPEN);
            Shapes shapes = new Shapes(model.probe(sized, 1), sized, hints);
            Layout layout = new PoseRecognition(model, shapes).layout(config.layout(), Layout::of);
            PointHead head = layout.head(shapes, config.iou()).orElseThrow();
            List<String> names = hints.complete(head.points(), model, context.logger());
            PixelSpec pixels = model.pixels(config.input(), layout.usual());
            return new PoseStage(model, pixels, layout, head, hints.classes(), names, config);
        });
    }
}
