package dev.osprey.models;

/** A converted model that does not give what it should; the message has the numbers. */
final class CheckException extends RuntimeException {
    CheckException(String message) {
        super(message);
    }
}
