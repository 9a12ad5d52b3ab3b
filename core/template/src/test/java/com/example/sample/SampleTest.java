package com.example.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageFactory;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import dev.osprey.testkit.StageTck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that every stage keeps, and what this one finds. */
class SampleTest extends StageTck {
    @Override
    protected StageFactory<?> factory() {
        return new SampleFactory();
    }

    /** On real ones: Frames.fromPicture(Path.of("src/test/resources/gauge.png")), or fromClip. */
    @Override
    protected List<Picture> pictures() {
        return List.of(
                Frames.painted(160, 120, 0, (x, y) -> x << 16 | 2 * y << 8 | 0x40), Frames.solid(160, 120, 0x808080));
    }

    @Override
    protected List<String> badSettings() {
        return List.of("side: 0", "side: 513", "side: large");
    }

    @Test
    void process_white_isWhollyBright() throws Exception {
        Picture white = Frames.solid(160, 120, 0xffffff);
        try (StageHarness stage = StageHarness.open(factory(), "")) {
            Result.Value value = (Result.Value) stage.run(white).get(0);
            assertThat(value.number()).isBetween(99.0, 100.0);
        } finally {
            white.release();
        }
    }
}
