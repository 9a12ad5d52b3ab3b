package dev.osprey.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Where events are kept, and how long; read at the start only.
 *
 * @param url of a PostgreSQL database; empty: a file in the data folder
 */
public record StoreConfig(
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Kept events,
        Kept pictures,
        Kept clips) {
    private static final Kept EVENTS = new Kept(Duration.ofDays(90), 2L << 30);
    private static final Kept PICTURES = new Kept(Duration.ofDays(30), 2L << 30);
    private static final Kept CLIPS = new Kept(Duration.ofDays(14), 10L << 30);

    /** A file in the data folder. */
    public static final StoreConfig DEFAULT =
            new StoreConfig(Optional.empty(), Optional.empty(), Optional.empty(), EVENTS, PICTURES, CLIPS);

    /** What is older or more is removed, the oldest first. */
    public record Kept(Duration age, long bytes) {}

    /** Without the password. */
    @Override
    public String toString() {
        return "store " + url.orElse("in the data folder");
    }
}
