package dev.osprey.engine.schedule;

import dev.osprey.engine.analysis.Finding;
import dev.osprey.spi.Result;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a stage sees of a picture beside its pixels: what the stages found that it waits for, and its own memory. */
record Sight(String stage, Map<String, List<Finding>> seen, Memory memory) {
    List<Result> results(String other) {
        List<Finding> found = seen.get(other);
        if (found == null) {
            throw new IllegalArgumentException("stage '" + stage + "' does not wait for '" + other
                    + "' in this pipeline, but for " + (seen.isEmpty() ? "none" : String.join(", ", seen.keySet()))
                    + ": write `with: [" + other + "]` beside it");
        }
        return found.stream().map(Finding::result).toList();
    }

    <M> M remembered(Supplier<M> first) {
        return memory.get(first);
    }
}
