package dev.osprey.engine.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The way that something crossed a line, as seen by somebody who stands at the line's {@code from} and looks towards its
 * {@code to}. Of a line drawn from the picture's bottom to its top, left is the picture's left.
 */
public enum Direction {
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT;

    /** As it is written in JSON and configurations, such as {@code left-to-right}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The direction that is written so, if there is one. */
    public static Optional<Direction> named(String text) {
        return Arrays.stream(values())
                .filter(direction -> direction.text().equals(text))
                .findFirst();
    }
}
