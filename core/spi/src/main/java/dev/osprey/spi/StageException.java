package dev.osprey.spi;

import org.jspecify.annotations.Nullable;

/** A failure of a stage, with the category that says what the host shall do about it. */
public class StageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Category category;

    public StageException(Category category, String message) {
        this(category, message, null);
    }

    public StageException(Category category, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public Category category() {
        return category;
    }

    public enum Category {
        /** The configuration or the model is wrong: the pipeline is refused. */
        CONFIG,
        /** This batch cannot be analysed: it is dropped and counted. */
        INPUT,
        /** Memory or a device is short: the host backs off and tries again. */
        RESOURCES,
        /** A defect: logged once and counted; many in a row and the stage is made anew, in the end quarantined. */
        INTERNAL
    }
}
