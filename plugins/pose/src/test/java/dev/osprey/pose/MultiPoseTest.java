package dev.osprey.pose;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageTck;
import dev.osprey.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The rules of every stage, kept by pose with a model of several people on two of them in a hall. */
class MultiPoseTest extends StageTck {
    private static final Path CLIP = Path.of("..", "..", "config", "media", "hall.mp4");

    @Override
    protected StageFactory<?> factory() {
        return new PoseFactory();
    }

    @Override
    protected List<Picture> pictures() throws IOException {
        return Frames.fromClip(CLIP, 135, 2, 60);
    }

    @Override
    protected String settings() {
        return "model: movenet-multipose";
    }

    /** Joints behind the counter are guesses, and move with a hair's breadth of the picture. */
    @Override
    protected Tolerance regionTolerance() {
        return new Tolerance(20, 0.1, 0.1);
    }

    @Override
    protected String goldenName() {
        return "pose-several";
    }
}
