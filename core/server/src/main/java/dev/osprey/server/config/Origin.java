package dev.osprey.server.config;

import java.util.Locale;

/** Where a part of the configuration comes from. */
public enum Origin {
    /** The configuration file. */
    FILE,
    /** What page and API changed; it wins over the file. */
    OVERLAY;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
