package dev.osprey.server.event;

import java.io.IOException;

/** The store cannot be read or written now; the message says why, in words for the operator. */
public final class StoreUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
