package dev.osprey.engine.analysis;

import dev.osprey.spi.Result;
import java.util.Optional;

/**
 * One result of a stage and what the host knows of it beside.
 *
 * @param parent in a cascade, the earlier result that it stands on
 * @param track which object of the camera's feed it shows, from 1; 0 where none is followed. In a cascade the parent's
 */
public record Finding(Result result, Optional<Parent> parent, long track) {
    /** The track of what belongs to no object. */
    public static final long NO_TRACK = 0;

    public Finding {
        if (track < 0) {
            throw new IllegalArgumentException("track must be >= 0, got " + track);
        }
    }

    /** Of no object. */
    public Finding(Result result, Optional<Parent> parent) {
        this(result, parent, NO_TRACK);
    }

    public static Finding of(Result result) {
        return new Finding(result, Optional.empty());
    }

    /** The same, as part of another object's track. */
    public Finding withTrack(long other) {
        return new Finding(result, parent, other);
    }
}
