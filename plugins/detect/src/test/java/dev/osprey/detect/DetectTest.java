package dev.osprey.detect;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageTck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The rules of every stage, kept by detect with its default model on people in a hall. */
class DetectTest extends StageTck {
    private static final Path CLIP = Path.of("..", "..", "config", "media", "hall.mp4");

    @Override
    protected StageFactory<?> factory() {
        return new DetectFactory();
    }

    @Override
    protected List<Picture> pictures() throws IOException {
        return Frames.fromClip(CLIP, 120, 2, 60);
    }

    @Override
    protected List<String> badSettings() {
        return List.of(
                "model: no-such-model",
                "layout: yolov99",
                "layout: yolov8",
                "iou: 2",
                "input: {size: [320, 320]}",
                "input: {mean: [1, 2]}",
                "input: {std: [0]}",
                "input: {fill: -1}",
                "labels-file: no/such/file.txt");
    }
}
