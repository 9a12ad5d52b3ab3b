package dev.osprey.testkit;

/**
 * How far results may differ and still count as the same: other processors compute a little otherwise.
 *
 * @param pixels of coordinates
 * @param score of scores
 * @param number of all other numbers, as a share of the larger one or absolute, whichever is more
 */
public record Tolerance(double pixels, double score, double number) {
    /** For the same stage on the same pixels, on another machine perhaps. */
    public static final Tolerance CLOSE = new Tolerance(1.0, 0.02, 0.02);

    /** For the same stage that sees the same things by other pixels. */
    public static final Tolerance LOOSE = new Tolerance(3.0, 0.1, 0.1);

    public Tolerance {
        if (!(pixels >= 0 && score >= 0 && number >= 0)) {
            throw new IllegalArgumentException("tolerances must be >= 0, got " + pixels + ", " + score + ", " + number);
        }
    }
}
