package dev.osprey.media.camera;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pauses between attempts: each twice the one before, up to a limit, and shifted so that cameras do not march. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The next pause: between three quarters and all of first × 2ⁿ, at most the longest. */
    Duration next() {
        double full = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, failures));
        failures++;
        return Duration.ofNanos(Math.round(full * (0.75 + 0.25 * random.nextDouble())));
    }

    /** The longest pause at once: for a refused login, as cameras lock out who tries too often. */
    Duration longest() {
        failures++;
        return Duration.ofNanos(Math.round(longest.toNanos() * (0.75 + 0.25 * random.nextDouble())));
    }

    /** The camera has been well for a good while. */
    void reset() {
        failures = 0;
    }
}
