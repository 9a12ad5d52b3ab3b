package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.spi.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pipeline whose stages are loaded: claims on shared units, and one unit of each stage that every feed has for itself. */
public final class Prepared {
    private final Pipeline pipeline;
    private final List<StageSpec> specs;
    private final StageUnits stages;

    @GuardedBy("this")
    private final List<Optional<StageUnit>> units;

    @GuardedBy("this")
    private boolean closed;

    Prepared(Pipeline pipeline, List<StageUnit> units, List<StageSpec> specs, StageUnits stages) {
        this.pipeline = pipeline;
        this.specs = List.copyOf(specs);
        this.stages = stages;
        this.units = new ArrayList<>(units.stream().map(Optional::of).toList());
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /** What each node's stage says of itself. */
    public List<StageSpec> specs() {
        return specs;
    }

    /** The unit of a node, handed over if no other feed may have it; empty if it was handed over already. */
    synchronized Optional<StageUnit> unit(int node, boolean handOver) {
        if (closed) {
            throw new IllegalStateException("pipeline " + pipeline.name() + " is closed");
        }
        Optional<StageUnit> unit = units.get(node);
        if (handOver) {
            units.set(node, Optional.empty());
        } else {
            unit.ifPresent(stages::claimAgain);
        }
        return unit;
    }

    /** Gives the claims back. Feeds that are open keep theirs. */
    public void close() {
        List<StageUnit> held = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            units.forEach(unit -> unit.ifPresent(held::add));
        }
        stages.release(held);
    }
}
