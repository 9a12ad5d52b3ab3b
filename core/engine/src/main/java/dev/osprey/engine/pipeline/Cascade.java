package dev.osprey.engine.pipeline;

import dev.osprey.spi.Result;
import java.time.Duration;
import java.util.Set;

/**
 * Makes a stage look at each result of another one.
 *
 * @param node the index of the other one in the pipeline
 * @param labels of the results to look at; empty for all
 * @param maxCrops the most results to look at in one picture, the best scores first
 * @param perTrack the least time between two looks at one object that is followed; zero for every picture
 */
public record Cascade(int node, Set<String> labels, int maxCrops, Duration perTrack) {
    public static final int DEFAULT_MAX_CROPS = 8;

    public Cascade {
        labels = Set.copyOf(labels);
    }

    /** At every object in every picture. */
    public Cascade(int node, Set<String> labels, int maxCrops) {
        this(node, labels, maxCrops, Duration.ZERO);
    }

    public boolean wants(Result result) {
        return labels.isEmpty() || (result instanceof Result.Scored scored && labels.contains(scored.label()));
    }
}
