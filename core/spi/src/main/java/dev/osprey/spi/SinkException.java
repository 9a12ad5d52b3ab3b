package dev.osprey.spi;

import org.jspecify.annotations.Nullable;

/** Why a sink did not take all events of a call, and what the host shall do. */
public class SinkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int delivered;

    /**
     * @param delivered how many events of the call were delivered before, from its first on, >= 0
     * @param message for the operator: what failed, and what to do
     */
    public SinkException(Kind kind, int delivered, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.delivered = Checks.atLeast("delivered", 0, delivered);
    }

    /** The receiver cannot take any now: all from the event of this index on come again, after a pause that grows. */
    public static SinkException later(int delivered, String message, @Nullable Throwable cause) {
        return new SinkException(Kind.LATER, delivered, message, cause);
    }

    /** The receiver will never take the event of this index: it becomes a dead letter, and the next ones follow. */
    public static SinkException refused(int delivered, String message) {
        return new SinkException(Kind.REFUSED, delivered, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** How many events of the call were delivered, from its first on; the one behind them failed. */
    public int delivered() {
        return delivered;
    }

    public enum Kind {
        /** Try again later. */
        LATER,
        /** This event is refused for good. */
        REFUSED
    }
}
