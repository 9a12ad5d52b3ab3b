package dev.osprey.engine;

import dev.osprey.engine.text.Redactor;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where, as in {@code pipelines.people.stages[1].detect.score}; empty for the whole
 * @param message what is wrong, the limit, the actual value, and what to do
 */
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }

    /** The same without secrets. */
    public Problem redacted(Redactor redactor) {
        return new Problem(redactor.redact(path), redactor.redact(message));
    }

    /** The same problem seen from an outer level. */
    public Problem under(String outer) {
        if (path.isEmpty()) {
            return new Problem(outer, message);
        }
        return new Problem(path.startsWith("[") ? outer + path : outer + "." + path, message);
    }
}
