package dev.osprey.engine.schedule;

import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;

/** Puts whatever a plugin throws into a category. */
final class Failures {
    private Failures() {}

    static StageException asStageException(Throwable thrown) {
        if (thrown instanceof StageException known) {
            return known;
        }
        Category category = thrown instanceof OutOfMemoryError ? Category.RESOURCES : Category.INTERNAL;
        return new StageException(category, inWords(thrown), thrown);
    }

    /** Failures of one kind differ in numbers only. */
    static String kind(StageException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getName() + " " + inWords(failure).replaceAll("\\d+", "#");
    }

    static String inWords(Throwable thrown) {
        if (thrown instanceof StageException && thrown.getMessage() != null) {
            return thrown.getMessage();
        }
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
