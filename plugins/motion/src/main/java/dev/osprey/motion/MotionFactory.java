package dev.osprey.motion;

import dev.osprey.spi.Scope;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;

/** Makes the stage {@code motion}, one for each camera. */
public final class MotionFactory implements StageFactory<MotionSettings> {
    @Override
    public String name() {
        return "motion";
    }

    @Override
    public Class<MotionSettings> configType() {
        return MotionSettings.class;
    }

    @Override
    public String description() {
        return "Finds what moves, without a network: regions that differ from the learned background";
    }

    @Override
    public Scope scope() {
        return Scope.CAMERA;
    }

    @Override
    public MotionStage create(MotionSettings config, StageContext context) {
        return new MotionStage(config);
    }
}
