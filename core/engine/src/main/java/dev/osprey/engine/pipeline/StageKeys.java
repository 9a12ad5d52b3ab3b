package dev.osprey.engine.pipeline;

import dev.osprey.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys that stand beside a stage in a pipeline, the same for every stage. */
record StageKeys(
        @Description("run only while this earlier stage has found something within `hold`") Optional<String> when,
        @Description("for how long after a find `when` lets the stage run, by capture time; 2s by default")
                Optional<Duration> hold,
        @Description("the least time between two runs, by capture time") Optional<Duration> every,
        @Description("look at each result of this earlier stage, such as detect or detect[person]")
                Optional<String> after,
        @Description("the most results of `after` to look at in one picture, best scores first; 8 by default")
                Optional<Integer> maxCrops,
        @Description("look at one object of `after` that is followed no more often than this, and repeat what it was"
                        + " found to be on the pictures between")
                Optional<Duration> perTrack,
        @Description("wait for these earlier stages too, as the stage looks at what they have found") List<String> with,
        @Description("the name in results; the stage's by default") Optional<String> as) {
    static final List<String> KEYS = List.of("when", "hold", "every", "after", "max-crops", "per-track", "with", "as");

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    StageKeys {
        if (hold.isPresent() && when.isEmpty()) {
            throw new IllegalArgumentException("`hold` needs `when` beside it");
        }
        if (maxCrops.isPresent() && after.isEmpty()) {
            throw new IllegalArgumentException("`max-crops` needs `after` beside it");
        }
        if (perTrack.isPresent() && after.isEmpty()) {
            throw new IllegalArgumentException("`per-track` needs `after` beside it");
        }
        maxCrops.filter(crops -> crops < 1).ifPresent(crops -> {
            throw new IllegalArgumentException("`max-crops` must be >= 1, got " + crops);
        });
        as.filter(name -> !NAME.matcher(name).matches()).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "`as` must be of letters, digits, dashes and underscores, and begin with a letter or digit");
        });
    }

    static StageKeys none() {
        return new StageKeys(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
