package dev.osprey.server.event;

import java.time.Duration;

/**
 * How much of something is kept: what is older or more is removed, the oldest first.
 *
 * @param bytes altogether
 */
public record Limit(Duration age, long bytes) {
    public Limit {
        if (age.isNegative() || age.isZero() || bytes < 1) {
            throw new IllegalArgumentException("age and bytes must be > 0, got " + age + " and " + bytes);
        }
    }
}
