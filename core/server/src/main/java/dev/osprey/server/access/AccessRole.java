package dev.osprey.server.access;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do. */
public enum AccessRole {
    /** Watches. */
    VIEWER,
    /** Watches and changes. */
    ADMIN;

    /** As written on the wire: {@code viewer}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AccessRole> of(String text) {
        for (AccessRole role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
