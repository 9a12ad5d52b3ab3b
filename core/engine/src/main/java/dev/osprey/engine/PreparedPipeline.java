package dev.osprey.engine;

import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.pipeline.PipelineChecks;
import dev.osprey.engine.schedule.Prepared;
import java.util.Set;

/** A pipeline whose stages are loaded. Closing it gives up its claims on them; feeds that are open keep theirs. */
public final class PreparedPipeline implements AutoCloseable {
    private final Prepared prepared;

    PreparedPipeline(Prepared prepared) {
        this.prepared = prepared;
    }

    public Pipeline pipeline() {
        return prepared.pipeline();
    }

    /** The labels that followed objects may have; empty where that is not known beforehand. */
    public Set<String> followedLabels() {
        return PipelineChecks.followedLabels(prepared.pipeline(), prepared.specs());
    }

    Prepared prepared() {
        return prepared;
    }

    @Override
    public void close() {
        prepared.close();
    }
}
