package dev.osprey.engine.event;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a rule watches for. Names of zones and lines are those of the rule's own camera. */
public sealed interface Condition {
    /** An object enters a zone. */
    record Entered(String zone, Set<String> labels) implements Condition {}

    /** An object leaves a zone. */
    record Left(String zone, Set<String> labels) implements Condition {}

    /** An object has been in a zone for some time; over when it leaves. */
    record Dwelt(String zone, Set<String> labels, Duration time) implements Condition {}

    /** An object crosses a line; empty: either way. */
    record Crossed(String line, Optional<Direction> direction, Set<String> labels) implements Condition {}

    /** The number of objects in a zone is out of bounds for some time. */
    record Count(String zone, Bounds bounds, Duration time) implements Condition {}

    /**
     * A text is read, on at least two pictures; over when it is no longer read.
     *
     * @param stage whose; empty: any
     * @param matches a regular expression for the whole text
     */
    record Text(Optional<String> stage, String matches) implements Condition {
        public Text {
            checked(matches);
        }
    }

    /**
     * A reading is out of bounds for some time.
     *
     * @param stage whose; empty: any
     * @param name of the reading; empty: any
     */
    record Value(Optional<String> stage, Optional<String> name, Bounds bounds, Duration time) implements Condition {}

    /**
     * A class that a stage gives an object, or the whole picture, as voted over its track.
     *
     * @param stage whose; empty: any
     */
    record Classified(Optional<String> stage, Set<String> labels, Duration time) implements Condition {}

    /**
     * An attribute that a stage gives an object, or the whole picture, as voted over its track.
     *
     * @param stage whose; empty: any
     * @param matches a regular expression for the whole value
     */
    record Attribute(Optional<String> stage, String name, String matches, Duration time) implements Condition {
        public Attribute {
            checked(matches);
        }
    }

    /** The camera has given no pictures for some time. */
    record Lost(Duration time) implements Condition {}

    /**
     * What is out of bounds.
     *
     * @param above what is higher is; empty: nothing is too high
     * @param below what is lower is; empty: nothing is too low
     * @param hysteresis how far it must be back within to be over; at least 0
     */
    record Bounds(OptionalDouble above, OptionalDouble below, double hysteresis) {
        boolean broken(double number) {
            return (above.isPresent() && number > above.getAsDouble())
                    || (below.isPresent() && number < below.getAsDouble());
        }

        boolean kept(double number) {
            return (above.isEmpty() || number <= above.getAsDouble() - hysteresis)
                    && (below.isEmpty() || number >= below.getAsDouble() + hysteresis);
        }
    }

    private static void checked(String expression) {
        try {
            Pattern unused = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("matches must be a regular expression: " + e.getDescription(), e);
        }
    }
}
