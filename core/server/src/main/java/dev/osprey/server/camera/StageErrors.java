package dev.osprey.server.camera;

import dev.osprey.engine.analysis.Analysis;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Which of one camera's stages failed when they last were due, and why. Thread-safe. */
final class StageErrors {
    // Guarded by this.
    private final Map<String, String> errors = new LinkedHashMap<>();

    /** A stage that was not due at this picture is as it was. */
    synchronized void note(Analysis analysis) {
        errors.keySet().removeAll(analysis.results().keySet());
        errors.putAll(analysis.errors());
    }

    /** Another pipeline begins. */
    synchronized void clear() {
        errors.clear();
    }

    /** One after the other in words; empty if all is well. */
    synchronized String words() {
        return errors.entrySet().stream()
                .map(error -> "stage " + error.getKey() + ": " + error.getValue())
                .collect(Collectors.joining("\n"));
    }
}
