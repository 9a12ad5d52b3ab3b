package dev.osprey.engine;

import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.schedule.Prepared;

/** A pipeline whose stages are loaded. Closing it gives up its claims on them; feeds that are open keep theirs. */
public final class PreparedPipeline implements AutoCloseable {
    private final Prepared prepared;

    PreparedPipeline(Prepared prepared) {
        this.prepared = prepared;
    }

    public Pipeline pipeline() {
        return prepared.pipeline();
    }

    Prepared prepared() {
        return prepared;
    }

    @Override
    public void close() {
        prepared.close();
    }
}
