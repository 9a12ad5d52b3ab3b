package dev.osprey.media.camera;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts: each twice the one before, up to a limit, and shifted so that cameras do not march. The
 * limit is low for a camera that was live before, since it is likely to come back; and what it was well for counts
 * against its failures, so that a camera that drops now and then is never dark for long. For one thread.
 */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final Duration longestOnceLive;
    private final RandomGenerator random;
    private int failures;
    private boolean onceLive;

    Backoff(Duration first, Duration longest, Duration longestOnceLive, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.longestOnceLive = longestOnceLive.compareTo(longest) < 0 ? longestOnceLive : longest;
        this.random = random;
    }

    /** The next pause: between three quarters and all of first × 2ⁿ, at most the limit. */
    Duration next() {
        double limit = (onceLive ? longestOnceLive : longest).toNanos();
        double full = Math.min(limit, first.toNanos() * Math.pow(2, failures));
        failures++;
        return jittered(full);
    }

    /** The longest pause at once: for a refused login, as cameras lock out who tries too often. */
    Duration longest() {
        failures++;
        return jittered(longest.toNanos());
    }

    private Duration jittered(double nanos) {
        return Duration.ofNanos(Math.round(nanos * (0.75 + 0.25 * random.nextDouble())));
    }

    /** The camera was live for this long: each doubling of the first pause takes one failure off. */
    void well(Duration live) {
        if (live.isZero() || live.isNegative()) {
            return;
        }
        onceLive = true;
        double times = (double) live.toNanos() / first.toNanos();
        failures = Math.max(0, failures - (int) (Math.log(1 + times) / Math.log(2)));
    }
}
