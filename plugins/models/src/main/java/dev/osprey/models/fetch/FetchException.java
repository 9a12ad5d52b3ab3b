package dev.osprey.models.fetch;

/** A source that could not be had, or is not what was expected; the message says what to do. */
public final class FetchException extends RuntimeException {
    public FetchException(String message) {
        super(message);
    }

    public FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
