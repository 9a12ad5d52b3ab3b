package dev.osprey.engine.plugin;

import dev.osprey.engine.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What settings give, as far as they go.
 *
 * @param value the record, made of what is right in the settings and defaults in the place of what is wrong; empty where
 *     that gives none
 * @param problems all that is wrong, paths relative to the settings
 */
public record Bound<C extends Record>(Optional<C> value, List<Problem> problems) {
    public Bound {
        problems = List.copyOf(problems);
    }
}
