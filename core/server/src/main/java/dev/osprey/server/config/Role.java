package dev.osprey.server.config;

import java.util.Locale;
import java.util.Optional;

/** What a camera's stream is for. */
public enum Role {
    /** Decoded and analysed. */
    DETECT,
    /** Shown small, beside other cameras. */
    GRID,
    /** Shown alone, at full size. */
    FULL,
    /** Kept. */
    RECORD;

    /** As written in the configuration and on the wire: {@code detect}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
