package dev.osprey.engine.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in configurations: {@code 200ms}, {@code 1.5s}, {@code 2m}, {@code 12h}, {@code 7d}. */
public final class Durations {
    /** What a duration looks like, as a regular expression that every dialect knows. */
    public static final String PATTERN = "^([0-9]+(?:\\.[0-9]+)?) ?(ms|s|m|h|d)$";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private Durations() {}

    /**
     * The duration that is written.
     *
     * @throws IllegalArgumentException in words for the operator, if the text is no duration
     */
    public static Duration parse(String text) {
        Matcher matcher = COMPILED.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 200ms, 2s, 1m or 12h, got " + Shown.quantity(text));
        }
        long unitNanos =
                switch (matcher.group(2)) {
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    case "d" -> 86_400_000_000_000L;
                    default -> throw new IllegalStateException("the pattern allows no unit " + matcher.group(2));
                };
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNanos));
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("must be a duration of at most 292 years, got " + Shown.quantity(text));
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValue());
    }

    /** The shortest exact form that {@link #parse} reads. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos != 0 && nanos % 86_400_000_000_000L == 0) {
            return nanos / 86_400_000_000_000L + "d";
        }
        if (nanos != 0 && nanos % 3_600_000_000_000L == 0) {
            return nanos / 3_600_000_000_000L + "h";
        }
        if (nanos != 0 && nanos % 60_000_000_000L == 0) {
            return nanos / 60_000_000_000L + "m";
        }
        if (nanos % 1_000_000_000L == 0) {
            return nanos / 1_000_000_000L + "s";
        }
        return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
    }
}
