package dev.osprey.engine.pipeline;

import dev.osprey.spi.Description;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The keys among a stage's settings that say what the pipeline keeps of its results. */
public record EdgeKeys(
        @Description("the labels to keep; all by default") List<String> labels,
        @Description("the least score to keep, 0..1; the stage's own by default") Optional<Double> score,
        @Description("whether the objects that the stage finds on whole pictures are followed from picture to picture;"
                        + " true by default")
                Optional<Boolean> track) {
    public EdgeKeys {
        labels = List.copyOf(labels);
        score.filter(value -> !(value >= 0 && value <= 1)).ifPresent(value -> {
            throw new IllegalArgumentException("score must be in 0..1, got " + value);
        });
    }

    EdgeFilter filter() {
        return new EdgeFilter(
                new LinkedHashSet<>(labels), score.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    }
}
