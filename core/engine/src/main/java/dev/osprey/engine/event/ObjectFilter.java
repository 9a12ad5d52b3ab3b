package dev.osprey.engine.event;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which objects a zone or a line is about, and when.
 *
 * @param labels those that count; empty: all
 * @param anchor where an object is
 * @param minScore the least that an object's best score must be, 0..1
 * @param minSize the least height of its box, as a fraction of the picture's height, 0..1
 * @param minDuration for how long it must have been watched
 * @param schedule when anything counts; empty: always
 */
public record ObjectFilter(
        Set<String> labels,
        Anchor anchor,
        double minScore,
        double minSize,
        Duration minDuration,
        Optional<WeekSchedule> schedule) {
    /** Everything, by its foot, always. */
    public static final ObjectFilter ALL =
            new ObjectFilter(Set.of(), Anchor.FOOT, 0, 0, Duration.ZERO, Optional.empty());

    public ObjectFilter {
        labels = Set.copyOf(labels);
    }

    boolean wants(String label) {
        return labels.isEmpty() || labels.contains(label);
    }
}
