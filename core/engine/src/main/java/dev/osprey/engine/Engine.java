package dev.osprey.engine;

import dev.osprey.engine.model.ModelSource;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.schedule.Workshop;
import java.util.List;

/** Runs pipelines over the pictures of many cameras. Thread-safe. */
public final class Engine implements AutoCloseable {
    private final Workshop workshop;

    public Engine(EngineOptions options, ModelSource models) {
        this.workshop = new Workshop(options, models);
    }

    /**
     * Loads every stage of a pipeline; blocks. Stages of the same kind and settings are shared with other pipelines.
     *
     * @throws ConfigException with every stage that cannot be loaded, and every label and cascade that cannot be
     */
    public PreparedPipeline prepare(Pipeline pipeline) throws ConfigException {
        return new PreparedPipeline(workshop.prepare(pipeline));
    }

    /**
     * Opens a feed. Blocks while stages are made that each camera has for itself.
     *
     * @throws IllegalStateException if the pipeline is closed, or such a stage cannot be made
     */
    public Feed open(String cameraId, PreparedPipeline pipeline, AnalysisListener listener) {
        return workshop.open(cameraId, pipeline.prepared(), listener);
    }

    /** Every stage that is loaded. */
    public List<StageStatus> stages() {
        return workshop.status();
    }

    /** Closes all feeds and stages. Waits for calls under way, at most for deadline and grace period. */
    @Override
    public void close() {
        workshop.close();
    }
}
