package dev.osprey.text;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.toolkit.Preprocessing;
import org.jspecify.annotations.Nullable;

/** The settings of {@code text}; what is left out, the models' own descriptions decide. */
record TextConfig(
        @Default("ppocr-v4-det")
                @Description("The model that finds text, by differentiable binarization: a name of the catalog or the"
                        + " path of an .onnx file; none takes each input for one line, as after detect[plate]")
                String detector,
        @Default("ppocr-v4-rec")
                @Description("The model that reads a line, by connectionist temporal classification: a name of the"
                        + " catalog or the path of an .onnx file")
                String recogniser,
        @Default("ppocr-v2-cls")
                @Description("The model that tells whether a line stands on its head: a name of the catalog or the path"
                        + " of an .onnx file; none takes every line for upright")
                String orientation,
        @Default("640")
                @Description("The longer side in pixels of the picture in which text is looked for, at least 32: larger"
                        + " finds smaller letters and takes longer. Smaller pictures are not enlarged, and a model of"
                        + " fixed size keeps its own")
                Integer side,
        @Description(
                        "The least probability of a pixel that belongs to text, 0..1; left out, the detector's own, usually"
                                + " 0.3")
                @Nullable
                Double threshold,
        @Description("The least mean probability of a box of text, 0..1; left out, the detector's own, usually 0.6")
                @Nullable
                Double boxScore,
        @Description("How far a box reaches beyond the core that the detector marks, in areas over perimeters, 0..5;"
                        + " left out, the detector's own, usually 1.6")
                @Nullable
                Double unclip,
        @Default("64")
                @Description("The most lines that are read in one picture, 1..1000; those found most clearly are kept")
                Integer maxLines,
        @Description("A text file with the recogniser's characters, one a line, in the order of its classes; left out,"
                        + " the list in the model, or the one that its description names")
                @Nullable
                String dictionary,
        @Default("0.03")
                @Description("How likely a space must be between two characters for words to be parted there, above 0"
                        + " and at most 1; 1 parts them only where nothing is likelier")
                Double space,
        @Default("{}") @Description("How pictures are prepared for the detector, where it does not say so itself")
                Preprocessing detectorInput,
        @Default("{}")
                @Description("How lines are prepared for the recogniser, where it does not say so itself; of size, only"
                        + " the height counts where the model leaves the width open")
                Preprocessing recogniserInput) {
    /** The name that stands for no model. */
    static final String NONE = "none";

    private static final int LEAST_SIDE = 32;
    private static final int MOST_SIDE = 4096;
    private static final int MOST_LINES = 1000;
    private static final double MOST_UNCLIP = 5;

    TextConfig {
        if (recogniser.equals(NONE)) {
            throw new IllegalArgumentException(
                    "recogniser must be a model, got none; only detector and orientation" + " can be left out");
        }
        if (side < LEAST_SIDE || side > MOST_SIDE) {
            throw new IllegalArgumentException(
                    "side must be in " + LEAST_SIDE + ".." + MOST_SIDE + " pixels, got " + side);
        }
        if (maxLines < 1 || maxLines > MOST_LINES) {
            throw new IllegalArgumentException("max-lines must be in 1.." + MOST_LINES + ", got " + maxLines);
        }
        if (!(space > 0 && space <= 1)) {
            throw new IllegalArgumentException("space must be above 0 and at most 1, got " + space);
        }
        checkRange("threshold", threshold, 1);
        checkRange("box-score", boxScore, 1);
        checkRange("unclip", unclip, MOST_UNCLIP);
    }

    private static void checkRange(String name, @Nullable Double value, double most) {
        if (value != null && !(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + " must be in 0.." + (int) most + ", got " + value);
        }
    }
}
