package dev.osprey.pose;

import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.toolkit.ProbedModel;
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
        return ProbedModel.use(config.model(), config.input(), context, probed -> {
            Hints hints = Hints.of(probed.model(), config.points());
            Layout layout = new PoseRecognition(probed, hints).layout(config.layout(), Layout::of);
            PointHead head = layout.head(probed.shapes(), hints, config.iou()).orElseThrow();
            List<String> names = hints.complete(head.points(), probed.model(), context.logger());
            return new PoseStage(
                    probed.model(), probed.pixels(layout.usual()), layout, head, hints.classes(), names, config);
        });
    }
}
