package dev.osprey.engine.schedule;

import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.engine.pipeline.Cascade;
import dev.osprey.engine.pipeline.Results;
import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage has said of each object that is followed, so that it need not look at it in every picture. Guarded by the
 * scheduler's lock.
 */
final class TrackAnswers {
    private static final long KEPT_MICROS = 30_000_000;

    private final Cascade cascade;
    private final long everyMicros;
    private final Map<Long, Answered> byTrack = new HashMap<>();

    private static final class Answered {
        final Vote vote = new Vote();
        long lookedMicros;
        long seenMicros;
    }

    TrackAnswers(Cascade cascade) {
        this.cascade = cascade;
        this.everyMicros = cascade.perTrack().toNanos() / 1000;
    }

    /** Whether to look at an object in the picture of this time; at what is not followed always. */
    boolean isDue(long track, long timeMicros) {
        Answered answered = byTrack.get(track);
        return answered == null
                || timeMicros < answered.lookedMicros
                || timeMicros >= answered.lookedMicros + everyMicros;
    }

    /**
     * Takes the answers of a picture, and gives what holds of all its objects, in their order.
     *
     * @param stage that found them
     * @param parents the objects
     * @param looked the indices of those that were looked at
     * @param kept what was said of them
     */
    List<Finding> settle(
            String stage, List<Finding> parents, List<Integer> looked, List<Finding> kept, long timeMicros) {
        byTrack.values().removeIf(answered -> Math.abs(timeMicros - answered.seenMicros) > KEPT_MICROS);
        List<Finding> settled = new ArrayList<>(kept.size());
        for (int i = 0; i < parents.size(); i++) {
            Finding object = parents.get(i);
            Parent parent = new Parent(stage, i);
            List<Result> said = said(kept, parent);
            if (object.track() == Finding.NO_TRACK) {
                add(settled, said, parent, object.track());
            } else if (cascade.wants(object.result())) {
                Optional<Box> place = Results.region(object.result()).map(region -> region.bounds());
                if (place.isPresent()) {
                    boolean now = looked.contains(i);
                    Answered answered = now
                            ? byTrack.computeIfAbsent(object.track(), any -> new Answered())
                            : byTrack.get(object.track());
                    if (answered != null) {
                        answered.seenMicros = timeMicros;
                        if (now) {
                            answered.lookedMicros = timeMicros;
                            answered.vote.add(place.get(), said);
                        }
                        add(settled, answered.vote.at(place.get(), now), parent, object.track());
                    }
                }
            }
        }
        return settled;
    }

    private static List<Result> said(List<Finding> kept, Parent parent) {
        return kept.stream()
                .filter(finding -> finding.parent().equals(Optional.of(parent)))
                .map(Finding::result)
                .toList();
    }

    private static void add(List<Finding> settled, List<Result> results, Parent parent, long track) {
        results.forEach(result -> settled.add(new Finding(result, Optional.of(parent), track)));
    }
}
