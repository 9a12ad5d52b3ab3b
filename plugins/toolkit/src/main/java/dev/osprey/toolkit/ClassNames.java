package dev.osprey.toolkit;

import dev.osprey.spi.StageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a model's classes: from a file, the model's metadata, or the catalog, in this order; where nobody has
 * written any down, those of the data set that models of their number are usually trained on, or else numbers.
 *
 * @param dataset the usual one, in words: "COCO"
 * @param usual its names, in order
 * @param advice ends the refusal of too many or few names, which has said to set {@code labels-file}
 */
public record ClassNames(String dataset, List<String> usual, String advice) {
    public ClassNames {
        usual = List.copyOf(usual);
    }

    /** Those that somebody has written down; empty if nobody has. */
    public static List<String> known(OnnxModel model, @Nullable String labelsFile) throws StageException {
        if (labelsFile != null) {
            return Labels.read(Path.of(labelsFile));
        }
        return model.metadata().names().orElse(model.model().labels());
    }

    /**
     * As many as the model has classes. Names that nobody has written down are logged.
     *
     * @param known empty if nobody has written any down
     * @param classes 0 if the outputs do not show how many there are
     * @throws StageException CONFIG if there are more or fewer names than classes
     */
    public List<String> complete(OnnxModel model, List<String> known, int classes) throws StageException {
        if (known.isEmpty()) {
            return unknown(model, classes);
        }
        if (classes != 0 && classes != known.size()) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model.describeOutputs() + ", which has " + classes + " classes; there are " + known.size()
                            + " labels (" + known.get(0) + " … " + known.get(known.size() - 1)
                            + "): set `labels-file` to the list the model was trained with, " + advice);
        }
        return known;
    }

    private List<String> unknown(OnnxModel model, int classes) throws StageException {
        if (classes == 0) {
            throw new StageException(
                    StageException.Category.CONFIG,
                    model.describeOutputs() + ", which does not show how many classes there are, and has no labels:"
                            + " set `labels-file` to a text file with one label a line");
        }
        boolean isUsual = classes == usual.size();
        model.logger()
                .log(
                        System.Logger.Level.INFO,
                        model + " has no labels for its " + classes + " classes; "
                                + (isUsual ? "they are taken for those of " + dataset : "they are numbered")
                                + "; set `labels-file` to name them");
        return isUsual ? usual : Labels.numbered(classes);
    }
}
