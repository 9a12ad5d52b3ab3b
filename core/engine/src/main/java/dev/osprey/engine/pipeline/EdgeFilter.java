package dev.osprey.engine.pipeline;

import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a pipeline keeps of a stage's results. A result without a label passes any set of labels, one without a score
 * any score.
 *
 * @param labels to keep; empty keeps all
 * @param score the least to keep, 0..1; absent for the stage's own
 */
public record EdgeFilter(Set<String> labels, OptionalDouble score) {
    public static final EdgeFilter ALL = new EdgeFilter(Set.of(), OptionalDouble.empty());

    public EdgeFilter {
        labels = Set.copyOf(labels);
    }

    /** The least score that is kept. */
    public double least(double defaultScore) {
        return score.orElse(defaultScore);
    }

    /** The results to keep, in their order. */
    public List<Result> keep(List<Result> results, double defaultScore) {
        return from(least(defaultScore), results);
    }

    /** As {@link #keep}, from another score on. */
    public List<Result> from(double least, List<Result> results) {
        if (labels.isEmpty() && least <= 0) {
            return results;
        }
        List<Result> kept = new ArrayList<>(results.size());
        for (Result result : results) {
            if (keeps(result, least)) {
                kept.add(result);
            }
        }
        return kept;
    }

    private boolean keeps(Result result, double least) {
        if (!labels.isEmpty() && result instanceof Result.Scored scored && !labels.contains(scored.label())) {
            return false;
        }
        return !(Results.score(result) < least);
    }
}
