package dev.osprey.engine.analysis;

import dev.osprey.spi.Result;
import java.util.Optional;

/** One result of a stage and, in a cascade, the earlier result that it stands on. */
public record Finding(Result result, Optional<Parent> parent) {
    public static Finding of(Result result) {
        return new Finding(result, Optional.empty());
    }
}
