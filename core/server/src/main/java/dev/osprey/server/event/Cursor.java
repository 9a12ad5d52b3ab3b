package dev.osprey.server.event;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a log: behind the event of this number. To clients it is one opaque word, and the event's id.
 *
 * @param source the log's own name
 * @param number of the event, from 1; 0: before the first
 */
public record Cursor(String source, long number) implements Comparable<Cursor> {
    private static final int RADIX = 36;
    private static final int DIGITS = 13;
    private static final Pattern TEXT = Pattern.compile("[0-9a-z]{8}-[0-9a-z]{13}");
    private static final Pattern SOURCE = Pattern.compile("[0-9a-z]{8}");

    public Cursor {
        if (!SOURCE.matcher(source).matches() || number < 0) {
            throw new IllegalArgumentException(
                    "a cursor is 8 of 0-9 a-z and a number >= 0, got \"" + source + "\" and " + number);
        }
    }

    /** The place that is written so; empty if none is. */
    public static Optional<Cursor> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(text.substring(9), RADIX);
        return number.bitLength() > 63
                ? Optional.empty()
                : Optional.of(new Cursor(text.substring(0, 8), number.longValueExact()));
    }

    /** As clients see it. Of one log, a later place is the greater text. */
    public String text() {
        String digits = Long.toString(number, RADIX);
        return source + "-" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    @Override
    public int compareTo(Cursor other) {
        return text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
