package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a text from the class probabilities of time steps by connectionist temporal classification (Graves, Fernández,
 * Gomez, Schmidhuber, ICML 2006): the best class of each step, equal neighbours taken for one, blanks left out.
 *
 * <p>The best path loses spaces: between two words a network is often surer of the blank, which says nothing, than of
 * the space. So words are also parted where the space is likely enough without being best.
 *
 * <p>Immutable and thread-safe.
 */
public final class CtcDecoder {
    private static final int BLANK = 0;
    private static final String SPACE = " ";

    /** Probabilities of one step add up to 1; numbers that are further off are logits. */
    private static final double SUM_TOLERANCE = 0.05;

    private final List<String> characters;
    private final int[] spaces;
    private final double leastSpace;

    /**
     * What was read.
     *
     * @param score the mean probability of the steps at which a character was read, 0..1; 0 for an empty text
     */
    public record Reading(String text, double score) {}

    /**
     * @param characters of class 1, 2…; class 0 is the blank
     * @param leastSpace how likely a space must be at some step between two characters, 0..1; 1 leaves it to the best
     *     path
     */
    public CtcDecoder(List<String> characters, double leastSpace) {
        if (!(leastSpace > 0 && leastSpace <= 1)) {
            throw new IllegalArgumentException("leastSpace must be above 0 and at most 1, got " + leastSpace);
        }
        this.characters = List.copyOf(characters);
        this.leastSpace = leastSpace;
        this.spaces = IntStream.rangeClosed(1, characters.size())
                .filter(index -> characters.get(index - 1).equals(SPACE))
                .toArray();
    }

    /** How many classes a step has, with the blank. */
    public int classes() {
        return characters.size() + 1;
    }

    /**
     * Reads the best path.
     *
     * @param steps probabilities or logits, float32 [steps, {@link #classes}], from index 0 to the limit
     */
    public Reading decode(FloatBuffer steps) {
        int classes = classes();
        if (steps.limit() % classes != 0) {
            throw new IllegalArgumentException(
                    "steps must hold a multiple of " + classes + " numbers, one a class, got " + steps.limit());
        }
        float[] step = new float[classes];
        StringBuilder text = new StringBuilder();
        double sum = 0;
        int read = 0;
        int previous = BLANK;
        boolean parted = false;
        for (int from = 0; from < steps.limit(); from += classes) {
            steps.get(from, step);
            int best = best(step);
            if (best != BLANK && best != previous) {
                String character = characters.get(best - 1);
                if (parted && !text.isEmpty() && !endsInSpace(text) && !character.equals(SPACE)) {
                    text.append(SPACE);
                }
                text.append(character);
                sum += probability(step, best);
                read++;
                parted = false;
            } else if (best == BLANK && !parted) {
                parted = isSpaceLikely(step);
            }
            previous = best;
        }
        return new Reading(text.toString(), read == 0 ? 0 : sum / read);
    }

    private boolean isSpaceLikely(float[] step) {
        if (leastSpace == 1) {
            return false;
        }
        for (int space : spaces) {
            if (step[space] != 0 && probability(step, space) >= leastSpace) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsInSpace(StringBuilder text) {
        return text.charAt(text.length() - 1) == ' ';
    }

    private static int best(float[] step) {
        int best = 0;
        for (int i = 1; i < step.length; i++) {
            if (step[i] > step[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Some exports leave the softmax out. */
    private static double probability(float[] step, int index) {
        double sum = 0;
        double exponentials = 0;
        for (float value : step) {
            sum += value;
            exponentials += Math.exp(value - step[index]);
        }
        boolean isProbability = Math.abs(sum - 1) <= SUM_TOLERANCE && step[index] <= 1;
        return isProbability ? step[index] : 1 / exponentials;
    }
}
