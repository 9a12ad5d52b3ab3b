package dev.osprey.engine.analysis;

import dev.osprey.spi.Result;
import java.util.Optional;

/**
 * One result of a stage and, in a cascade, the earlier result that it stands on.
 *
 * @param track which tracked object it belongs to, the same number from picture to picture, from 1; 0: none
 */
public record Finding(Result result, Optional<Parent> parent, long track) {
    /** Of nothing that is tracked. */
    public Finding(Result result, Optional<Parent> parent) {
        this(result, parent, 0);
    }

    public static Finding of(Result result) {
        return new Finding(result, Optional.empty());
    }

    /** The same result, of a tracked object. */
    public Finding withTrack(long number) {
        return new Finding(result, parent, number);
    }
}
