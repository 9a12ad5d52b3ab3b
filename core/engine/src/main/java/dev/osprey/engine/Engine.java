package dev.osprey.engine;

import dev.osprey.engine.model.ModelSource;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.schedule.EngineCore;
import java.util.List;

/** Runs pipelines over the pictures of many cameras. Thread-safe. */
public final class Engine implements AutoCloseable {
    private final EngineCore core;

    public Engine(EngineOptions options, ModelSource models) {
        this.core = new EngineCore(options, models);
    }

    /**
     * Loads every stage of a pipeline; blocks. Stages of the same kind and settings are shared with other pipelines.
     *
     * @throws ConfigException with every stage that cannot be loaded, and every label and cascade that cannot be
     */
    public PreparedPipeline prepare(Pipeline pipeline) throws ConfigException {
        return new PreparedPipeline(core.prepare(pipeline));
    }

    /**
     * Opens a feed. Blocks while stages are made that each camera has for itself.
     *
     * @throws IllegalStateException if the pipeline is closed, or such a stage cannot be made
     */
    public Feed open(String cameraId, PreparedPipeline pipeline, AnalysisListener listener) {
        return core.open(cameraId, pipeline.prepared(), listener);
    }

    /** Every stage that is loaded. */
    public List<StageStatus> stages() {
        return core.status();
    }

    /**
     * Ends quarantine and pauses of every instance of a stage, and forgets what led to them.
     *
     * @param stage the stage's own name
     * @return of how many; 0 if none was out of use
     */
    public int release(String stage) {
        return core.release(stage);
    }

    /** Whether the engine itself is well. */
    public EngineHealth health() {
        return core.health();
    }

    /** Closes all feeds and stages. Waits for calls under way, at most for deadline and grace period. */
    @Override
    public void close() {
        core.close();
    }
}
