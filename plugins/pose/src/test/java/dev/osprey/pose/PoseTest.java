package dev.osprey.pose;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageTck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The rules of every stage, kept by pose with its default model on a portrait. */
class PoseTest extends StageTck {
    private static final Path CLIP = Path.of("..", "..", "config", "media", "faces.mp4");

    @Override
    protected StageFactory<?> factory() {
        return new PoseFactory();
    }

    @Override
    protected List<Picture> pictures() throws IOException {
        return Frames.fromClip(CLIP, 75, 2, 200);
    }

    @Override
    protected List<String> badSettings() {
        return List.of(
                "model: no-such-model",
                "model: nanodet",
                "layout: movenet-many",
                "layout: yolo-pose",
                "margin: 0.5",
                "iou: 2",
                "points: [nose, left eye]",
                "input: {size: [320, 320]}",
                "input: {std: [0]}");
    }
}
