package dev.osprey.server.config;

import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Durations;
import java.time.Duration;
import java.util.List;

/**
 * Where in the configuration something stands, and where its problems are collected.
 *
 * @param path such as {@code cameras.hall}
 */
record Place(String path, List<Problem> problems) {
    Place child(String key) {
        return new Place(path.isEmpty() ? key : path + "." + key, problems);
    }

    Place item(int index) {
        return new Place(path + "[" + index + "]", problems);
    }

    void problem(String message) {
        problems.add(new Problem(path, message));
    }

    /** Takes over problems whose paths are relative to this place. */
    void addAll(List<Problem> relative) {
        relative.forEach(problem -> problems.add(path.isEmpty() ? problem : problem.under(path)));
    }

    void between(Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problem("must be " + Durations.format(least) + " to " + Durations.format(most) + ", got "
                    + Durations.format(value));
        }
    }
}
