package dev.osprey.engine.event;

import dev.osprey.spi.Box;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tracked object that an event is about, as it was then.
 *
 * @param object its id, unique over cameras and restarts
 * @param stage the name in the pipeline of the stage that finds it
 * @param track its number in analyses, from 1
 * @param label what it is, voted over its life so far
 * @param score the best so far of that label, 0..1
 * @param box where it was seen last, in pixels of the source picture
 * @param width of the source picture, in pixels
 * @param height of the source picture, in pixels
 * @param startedAt when it was first seen
 * @param endedAt when it was last seen, once it has ended
 * @param zones the names of those that it is in, sorted
 */
public record Subject(
        String object,
        String stage,
        long track,
        String label,
        double score,
        Box box,
        int width,
        int height,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<String> zones) {
    public Subject {
        zones = List.copyOf(zones);
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score must be in 0..1, got " + score);
        }
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("width and height must be >= 1, got " + width + " x " + height);
        }
    }
}
