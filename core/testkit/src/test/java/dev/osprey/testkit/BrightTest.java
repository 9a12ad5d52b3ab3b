package dev.osprey.testkit;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.StageFactory;
import java.util.List;

/** The kit passes a stage that keeps the rules. */
class BrightTest extends StageTck {
    @Override
    protected StageFactory<?> factory() {
        return new BrightFactory();
    }

    @Override
    protected List<Picture> pictures() {
        return Frames.movingSquare(160, 120, 1, 4);
    }

    @Override
    protected List<String> badSettings() {
        return List.of("level: 256", "level: bright");
    }
}
