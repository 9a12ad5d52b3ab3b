package dev.osprey.engine.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much an event matters, from least to most. */
public enum Severity {
    INFO,
    WARNING,
    ALERT;

    /** As it is written in JSON and configurations, such as {@code alert}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity that is written so, if there is one. */
    public static Optional<Severity> named(String text) {
        return Arrays.stream(values())
                .filter(severity -> severity.text().equals(text))
                .findFirst();
    }
}
