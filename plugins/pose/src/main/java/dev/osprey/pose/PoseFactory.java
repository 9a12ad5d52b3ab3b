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
        OnnxModel model = OnnxModel.open(config.model(), context);
        PixelSpec pixels;
        PointHead head;
        Hints hints;
        List<String> names;
        Layout layout;
        try {
            hints = Hints.of(model, config.points());
            PixelSpec sized = model.pixels(config.input(), Preprocessing.OPEN);
            Shapes shapes = new Shapes(model.probe(sized, 1), sized, hints);
            layout = new Recognition(model, shapes).layout(config.layout());
            head = layout.head(shapes, config.iou()).orElseThrow();
            names = hints.complete(head.points(), model, context.logger());
            pixels = model.pixels(config.input(), layout.usual());
        } catch (StageException | RuntimeException e) {
            model.close();
            throw e;
        }
        return new PoseStage(model, pixels, layout, head, hints.classes(), names, config);
    }
}
