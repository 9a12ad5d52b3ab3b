package dev.osprey.models.tfjs;

/** A model that cannot be read or converted, in words that say what was met and where. */
public final class ModelFormatException extends RuntimeException {
    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
