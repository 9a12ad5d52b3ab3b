package dev.osprey.spi;

import java.util.List;
import java.util.Set;

/**
 * What a stage says of itself once it is loaded.
 *
 * @param kinds the kinds of result it may produce, such as {@code detection}; see {@link Result#kind()}
 * @param labels the labels it may give, in the model's order; empty where they are not known beforehand. A pipeline
 *     that asks for another one is refused
 * @param defaultScore results below it are dropped where the pipeline names no score of its own; 0 keeps all
 * @param maxBatch the most inputs that one call of {@link Stage#process} takes, at least 1
 * @param maxConcurrency the most calls at once, at least 1; above 1 the stage is thread-safe
 */
public record StageSpec(Set<String> kinds, List<String> labels, double defaultScore, int maxBatch, int maxConcurrency) {
    public StageSpec {
        kinds = Set.copyOf(kinds);
        labels = List.copyOf(labels);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("kinds must name at least one kind of result, got none");
        }
        if (!(defaultScore >= 0 && defaultScore <= 1)) {
            throw new IllegalArgumentException("defaultScore must be in 0..1, got " + defaultScore);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be >= 1, got " + maxBatch);
        }
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be >= 1, got " + maxConcurrency);
        }
    }

    /** A stage that produces these kinds: one input a call, one call at once, no labels, every score. */
    public static StageSpec of(String... kinds) {
        return new StageSpec(Set.of(kinds), List.of(), 0, 1, 1);
    }

    public StageSpec withLabels(List<String> names) {
        return new StageSpec(kinds, names, defaultScore, maxBatch, maxConcurrency);
    }

    public StageSpec withDefaultScore(double score) {
        return new StageSpec(kinds, labels, score, maxBatch, maxConcurrency);
    }

    public StageSpec withMaxBatch(int inputs) {
        return new StageSpec(kinds, labels, defaultScore, inputs, maxConcurrency);
    }

    public StageSpec withMaxConcurrency(int calls) {
        return new StageSpec(kinds, labels, defaultScore, maxBatch, calls);
    }
}
