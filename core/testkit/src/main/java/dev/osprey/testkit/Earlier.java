package dev.osprey.testkit;

import dev.osprey.spi.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What came before a picture: what other stages found in it, and what the stage remembers of its camera. Thread-safe. */
final class Earlier {
    private final Map<String, List<Result>> results = new ConcurrentHashMap<>();
    private final Map<String, Object> memories = new ConcurrentHashMap<>();

    void found(String stage, List<Result> found) {
        results.put(stage, List.copyOf(found));
    }

    List<Result> results(String stage) {
        List<Result> found = results.get(stage);
        if (found == null) {
            throw new IllegalArgumentException("nobody has said what stage '" + stage
                    + "' found: StageHarness.seeing does, as `with` in a pipeline");
        }
        return found;
    }

    @SuppressWarnings("unchecked") // a stage is given back what it put there
    <M> M memory(String camera, Supplier<M> first) {
        return (M) memories.computeIfAbsent(camera, any -> first.get());
    }

    void forget(String camera) {
        memories.remove(camera);
    }
}
