package dev.osprey.segment;

import dev.osprey.toolkit.Layouts;
import dev.osprey.toolkit.decode.ClassMasks;
import dev.osprey.toolkit.decode.MaskGrid;
import dev.osprey.toolkit.decode.ScoreMap;
import java.util.Locale;

/** What a model's output holds for each cell, and which classes a cell belongs to by that. */
enum Layout {
    PROBABILITY("a probability 0..1 of each class by itself") {
        @Override
        void gather(ScoreMap scores, MaskGrid grid, double threshold, ClassMasks into) {
            float[] values = new float[scores.classes()];
            grid.forEach((cell, x, y) -> {
                scores.sample(x, y, values);
                for (int c = 0; c < values.length; c++) {
                    if (values[c] >= threshold) {
                        into.add(cell, c, values[c]);
                    }
                }
            });
        }
    },
    LOGITS("numbers before softmax, or before the sigmoid if there is one class") {
        @Override
        void gather(ScoreMap scores, MaskGrid grid, double threshold, ClassMasks into) {
            float[] values = new float[scores.classes()];
            grid.forEach((cell, x, y) -> {
                scores.sample(x, y, values);
                if (values.length > 1) {
                    int strongest = strongest(values);
                    into.add(cell, strongest, softmax(values, strongest));
                } else {
                    double probability = 1 / (1 + Math.exp(-values[0]));
                    if (probability >= threshold) {
                        into.add(cell, 0, probability);
                    }
                }
            });
        }
    },
    SOFTMAX("shares of at least two classes, which add up to 1") {
        @Override
        void gather(ScoreMap scores, MaskGrid grid, double threshold, ClassMasks into) {
            float[] values = new float[scores.classes()];
            grid.forEach((cell, x, y) -> {
                scores.sample(x, y, values);
                int strongest = strongest(values);
                into.add(cell, strongest, values[strongest]);
            });
        }
    },
    ARGMAX("the number of the cell's class") {
        @Override
        void gather(ScoreMap scores, MaskGrid grid, double threshold, ClassMasks into) {
            grid.forEach((cell, x, y) -> {
                int number = Math.round(scores.nearest(x, y));
                if (number >= 0 && number < into.classes()) {
                    into.add(cell, number, 1);
                }
            });
        }
    };

    /** e to the power of less is nothing beside 1, and costs as much. */
    private static final float NEGLIGIBLE = -20;

    private final String holds;

    Layout(String holds) {
        this.holds = holds;
    }

    /**
     * The layout of a name as it stands in YAML.
     *
     * @throws IllegalArgumentException with the names there are
     */
    static Layout of(String name) {
        return Layouts.named(name, values());
    }

    /**
     * Puts each cell of the grid into the classes that it belongs to.
     *
     * @param threshold least probability, where classes do not exclude each other
     */
    abstract void gather(ScoreMap scores, MaskGrid grid, double threshold, ClassMasks into);

    /** What a cell holds, in words. */
    String holds() {
        return holds;
    }

    /** The name in YAML. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static int strongest(float[] values) {
        int strongest = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[strongest]) {
                strongest = c;
            }
        }
        return strongest;
    }

    private static double softmax(float[] values, int of) {
        double sum = 0;
        for (float value : values) {
            float difference = value - values[of];
            if (difference > NEGLIGIBLE) {
                sum += Math.exp(difference);
            }
        }
        return 1 / sum;
    }
}
