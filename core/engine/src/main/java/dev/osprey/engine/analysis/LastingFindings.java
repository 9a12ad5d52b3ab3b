package dev.osprey.engine.analysis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.spi.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the stages of one camera found last, for drawing: a stage with {@code every} looks at few pictures, and what it
 * found is meant to be seen on those between. Shapes (masks and key points) are only true of pictures near their own.
 * Thread-safe; analyses come in the order of their pictures.
 */
public final class LastingFindings {
    private static final Duration LAST = Duration.ofSeconds(1);
    private static final Duration SHAPES_LAST = Duration.ofMillis(300);

    @GuardedBy("this")
    private final Map<String, Analysis> latest = new LinkedHashMap<>();

    /** The analysis, and what stages that did not look at its picture found shortly before, in pictures of its size. */
    public synchronized Analysis over(Analysis analysis) {
        latest.values().removeIf(earlier -> isOver(earlier, analysis));
        analysis.results().keySet().forEach(stage -> latest.put(stage, analysis));
        Map<String, List<Finding>> results = new LinkedHashMap<>();
        latest.forEach((stage, from) -> results.put(stage, lasting(from, stage, analysis)));
        return analysis.withResults(results);
    }

    private static List<Finding> lasting(Analysis from, String stage, Analysis now) {
        List<Finding> kept = new ArrayList<>(from.results().getOrDefault(stage, List.of()));
        if (age(from, now).compareTo(SHAPES_LAST) > 0) {
            kept.removeIf(finding -> isShape(finding.result()));
        }
        return kept;
    }

    private static boolean isShape(Result result) {
        return switch (result.kind()) {
            case MASK, KEYPOINTS -> true;
            case CLASSIFICATION, DETECTION, TEXT, CAPTION, IMAGE, VALUE, ATTRIBUTES -> false;
        };
    }

    private static boolean isOver(Analysis earlier, Analysis now) {
        return earlier.stream() != now.stream()
                || earlier.width() != now.width()
                || earlier.height() != now.height()
                || earlier.sequence() > now.sequence()
                || age(earlier, now).compareTo(LAST) > 0;
    }

    private static Duration age(Analysis earlier, Analysis now) {
        return Duration.between(earlier.capturedAt(), now.capturedAt());
    }
}
