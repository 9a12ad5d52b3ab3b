package com.example.sample;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;

/** Makes the stage {@code sample}: how bright what it looks at is. */
public final class SampleFactory implements StageFactory<SampleFactory.Settings> {
    /** What may stand under {@code sample:} in a pipeline. */
    public record Settings(
            @Default("32") @Description("Side of the small picture that is looked at, in pixels, 1..512")
                    Integer side) {
        public Settings {
            if (side < 1 || side > 512) {
                throw new IllegalArgumentException("side must be in 1..512, got " + side);
            }
        }
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public String description() {
        return "Says how bright a picture is";
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Stage create(Settings settings, StageContext context) {
        return Stage.of(SampleStage.SPEC, new SampleStage(settings));
    }
}
