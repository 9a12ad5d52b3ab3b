package com.example.samplemodel;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageTck;
import java.util.List;

/** The rules that every stage keeps. */
class SampleModelTest extends StageTck {
    @Override
    protected StageFactory<?> factory() {
        return new SampleModelFactory();
    }

    /** On real ones: Frames.fromPicture(Path.of("src/test/resources/gauge.png")), or fromClip. */
    @Override
    protected List<Picture> pictures() {
        return List.of(
                Frames.painted(160, 120, 0, (x, y) -> x << 16 | 2 * y << 8 | 0x40), Frames.solid(160, 120, 0x808080));
    }

    @Override
    protected List<String> badSettings() {
        return List.of("model: no-such-model", "model: no/such/file.onnx");
    }
}
