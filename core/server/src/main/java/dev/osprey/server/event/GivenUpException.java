package dev.osprey.server.event;

/** An event that will never be in the log, and was counted as such. */
public final class GivenUpException extends Exception {
    private static final long serialVersionUID = 1L;

    public GivenUpException(String message) {
        super(message);
    }

    public GivenUpException(String message, Throwable cause) {
        super(message, cause);
    }
}
