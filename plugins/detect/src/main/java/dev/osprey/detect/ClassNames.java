package dev.osprey.detect;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.Labels;
import dev.osprey.toolkit.OnnxModel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a model's classes: from a file, the model's metadata, or the catalog, in this order. */
final class ClassNames {
    private ClassNames() {}

    /** Those that somebody has written down; empty if nobody has. */
    static List<String> known(OnnxModel model, @Nullable String labelsFile) throws StageException {
        if (labelsFile != null) {
            return Labels.read(Path.of(labelsFile));
        }
        return model.metadata().names().orElse(model.model().labels());
    }

    /**
     * As many as the model has classes. Where nobody has written any down, 80 are taken for those of COCO, and others
     * are numbered; both are logged.
     *
     * @param classes 0 if the outputs do not show how many there are
     * @throws StageException CONFIG if there are more or fewer names than classes
     */
    static List<String> complete(OnnxModel model, List<String> known, int classes, System.Logger logger)
            throws StageException {
        if (known.isEmpty()) {
            return unknown(model, classes, logger);
        }
        if (classes != 0 && classes != known.size()) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model.describeOutputs() + ", which has " + classes + " classes; there are " + known.size()
                            + " labels (" + known.get(0) + " … " + known.get(known.size() - 1)
                            + "): set `labels-file` to the list the model was trained with, or `layout` if it is another");
        }
        return known;
    }

    private static List<String> unknown(OnnxModel model, int classes, System.Logger logger) throws StageException {
        if (classes == 0) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model.describeOutputs() + ", which does not show how many classes there are, and has no labels:"
                            + " set `labels-file` to a text file with one label a line");
        }
        boolean coco = classes == Coco.NAMES.size();
        logger.log(
                System.Logger.Level.INFO,
                model + " has no labels for its " + classes + " classes; "
                        + (coco ? "80 of them are taken for COCO's" : "they are numbered")
                        + "; set `labels-file` to name them");
        return coco ? Coco.NAMES : Labels.numbered(classes);
    }
}
