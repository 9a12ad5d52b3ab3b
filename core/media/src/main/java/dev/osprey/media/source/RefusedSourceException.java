package dev.osprey.media.source;

/** A source, or what it leads to, is on a host or of a scheme that is not allowed. The message is for the operator. */
public final class RefusedSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedSourceException(String message) {
        super(message);
    }
}
