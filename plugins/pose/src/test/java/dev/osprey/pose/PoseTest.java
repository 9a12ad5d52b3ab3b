package dev.osprey.pose;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageTck;
import dev.osprey.testkit.Tolerance;
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
        return Frames.fromClip(CLIP, 75, 2, 75);
    }

    /** The square in the middle: the portrait fills the picture. */
    @Override
    protected Box regionOfInterest(Picture picture) {
        return new Box((picture.width() - picture.height()) / 2.0, 0, picture.height(), picture.height());
    }

    /** Hidden joints are guesses, and their scores no probabilities: both move with the last bits of the pixels. */
    @Override
    protected Tolerance regionTolerance() {
        return new Tolerance(20, 0.2, 0.1);
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
