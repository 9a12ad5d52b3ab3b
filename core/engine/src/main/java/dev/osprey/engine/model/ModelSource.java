package dev.osprey.engine.model;

import dev.osprey.spi.Model;
import dev.osprey.spi.StageException;
import java.util.List;

/** Finds models by name or by path. Thread-safe. */
public interface ModelSource {
    /**
     * The model of this name in the catalog; or, if the text ends in {@code .onnx} or has a path separator, the file.
     *
     * @throws StageException of category {@link StageException.Category#CONFIG}, in words for the operator
     */
    Model find(String nameOrPath) throws StageException;

    /** The catalog, by name. */
    List<Model> list();

    /** A source without a catalog that finds files only. */
    static ModelSource filesOnly() {
        return ModelCatalog.empty();
    }
}
