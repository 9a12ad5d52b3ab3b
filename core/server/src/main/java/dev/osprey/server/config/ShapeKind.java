package dev.osprey.server.config;

import java.util.Locale;

/** What can be drawn on a camera's picture. */
public enum ShapeKind {
    ZONES("zone"),
    LINES("line");

    private final String one;

    ShapeKind(String one) {
        this.one = one;
    }

    /** The key of a camera under which they stand, by their names. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What one is called. */
    public String one() {
        return one;
    }
}
