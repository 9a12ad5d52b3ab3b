package dev.osprey.spi;

import org.jspecify.annotations.Nullable;

/** What results are held to; messages name field, limit and value. */
final class Checks {
    /* Arithmetic in 32 bits goes a little past 1, as a sum of many shares does. */
    private static final double ROUNDING = 1e-3;

    private Checks() {}

    static void present(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " must not be null");
        }
    }

    static double finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(field + " must be finite, got " + value);
        }
        return value;
    }

    /** The score, of which rounding errors are cut off. */
    static double score(String field, double score) {
        if (!(score >= -ROUNDING && score <= 1 + ROUNDING)) {
            throw new IllegalArgumentException(field + " must be in 0..1, got " + score);
        }
        return Math.max(0, Math.min(1, score));
    }

    static int atLeast(String field, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(field + " must be >= " + least + ", got " + value);
        }
        return value;
    }
}
