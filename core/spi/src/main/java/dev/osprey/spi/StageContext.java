package dev.osprey.spi;

/** What the host gives a stage when it is made. */
public interface StageContext {
    /** Where the stage's model shall run. */
    Device device();

    /** The most calls of {@link Stage#process} that the host will make at once for this stage, at least 1. */
    int lanes();

    /**
     * Finds a model: a name of the catalog, or the path of an {@code .onnx} file.
     *
     * @throws StageException {@link StageException.Category#CONFIG} with the names there are, the nearest first
     */
    Model model(String nameOrPath) throws StageException;

    /** A logger named after the stage. */
    System.Logger logger();
}
