package dev.osprey.segment;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.ClassNames;
import dev.osprey.toolkit.OnnxModel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of a model's classes, and which of them is nothing.
 *
 * @param names in the model's order
 * @param background its index, -1 if every class is something
 */
record ClassLabels(List<String> names, int background) {
    /** The classes of Pascal VOC 2012, which most published segmentation networks of 21 classes are trained on. */
    static final List<String> VOC = List.of(
            "background",
            "aeroplane",
            "bicycle",
            "bird",
            "boat",
            "bottle",
            "bus",
            "car",
            "cat",
            "chair",
            "cow",
            "diningtable",
            "dog",
            "horse",
            "motorbike",
            "person",
            "pottedplant",
            "sheep",
            "sofa",
            "train",
            "tvmonitor");

    private static final ClassNames NAMES = new ClassNames("Pascal VOC", VOC, "the background among them");

    private static final Set<String> BACKGROUNDS = Set.of("background", "bg");

    ClassLabels {
        names = List.copyOf(names);
    }

    int size() {
        return names.size();
    }

    String name(int classIndex) {
        return names.get(classIndex);
    }

    /** The labels that masks can have. */
    List<String> found() {
        return names.stream()
                .filter(name -> background < 0 || !name.equals(names.get(background)))
                .toList();
    }

    /**
     * As many names as the model has classes, those of VOC for 21 that nobody has named, else their numbers.
     *
     * @param known empty if nobody has written any down
     * @param classes 0 if the output does not show how many there are
     * @param background the name asked for, or {@code none}
     * @throws StageException CONFIG if names and classes do not fit
     */
    static ClassLabels of(OnnxModel model, List<String> known, int classes, @Nullable String background)
            throws StageException {
        List<String> names = NAMES.complete(model, known, classes);
        return new ClassLabels(names, indexOf(background, names));
    }

    private static int indexOf(@Nullable String background, List<String> names) throws StageException {
        if (background == null) {
            for (int c = 0; c < names.size(); c++) {
                String bare =
                        names.get(c).toLowerCase(Locale.ROOT).replace("_", "").strip();
                if (names.size() > 1 && BACKGROUNDS.contains(bare)) {
                    return c;
                }
            }
            return -1;
        }
        if (background.equals("none")) {
            return -1;
        }
        int index = names.indexOf(background);
        if (index < 0) {
            throw refused("background must be none or a label of the model, got '" + background + "'; there are "
                    + String.join(", ", names));
        }
        return index;
    }

    private static StageException refused(String message) {
        return new StageException(StageException.Category.CONFIG, message);
    }
}
