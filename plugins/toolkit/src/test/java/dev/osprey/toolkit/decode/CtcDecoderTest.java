package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.toolkit.decode.CtcDecoder.Reading;
import java.nio.FloatBuffer;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CtcDecoderTest {
    private static final CtcDecoder LETTERS = new CtcDecoder(List.of("a", "b", " "), 1);
    private static final CtcDecoder SPACED = new CtcDecoder(List.of("a", "b", " "), 0.1);

    @Example
    void decode_bestPath_dropsRepeatsThenBlanks() {
        Reading reading = LETTERS.decode(FloatBuffer.wrap(new float[] {
            .1f, .7f, .1f, .1f, // a
            .1f, .8f, .1f, 0, // a again: the same
            .9f, .1f, 0, 0, // blank
            .1f, .6f, .2f, .1f, // a: another
            0, .1f, .5f, .4f, // b
            .8f, .1f, .1f, 0
        }));
        assertThat(reading.text()).isEqualTo("aab");
        assertThat(reading.score()).isCloseTo((0.7 + 0.6 + 0.5) / 3, within(1e-6));
    }

    @Property
    void decode_anyPath_isWhatTheDefinitionSays(@ForAll @Size(max = 30) List<@IntRange(max = 3) Integer> path) {
        float[] steps = new float[path.size() * 4];
        for (int i = 0; i < path.size(); i++) {
            steps[4 * i + path.get(i)] = 1;
        }
        // The definition, as text: one letter a step, repeats made one, then blanks taken out.
        StringBuilder letters = new StringBuilder();
        path.forEach(index -> letters.append("_ab ".charAt(index)));
        String expected = letters.toString().replaceAll("(.)\\1+", "$1").replace("_", "");
        Reading reading = LETTERS.decode(FloatBuffer.wrap(steps));
        assertThat(reading.text()).isEqualTo(expected);
        assertThat(reading.score()).isEqualTo(expected.isEmpty() ? 0 : 1);
    }

    @Example
    void decode_likelySpaceUnderABlank_partsTwoWords() {
        float[] steps = {0, 1, 0, 0, .85f, 0, 0, .15f, 0, 0, 1, 0};
        assertThat(SPACED.decode(FloatBuffer.wrap(steps)).text()).isEqualTo("a b");
        assertThat(SPACED.decode(FloatBuffer.wrap(steps)).score()).isEqualTo(1);
        assertThat(LETTERS.decode(FloatBuffer.wrap(steps)).text()).isEqualTo("ab");
    }

    @Example
    void decode_unlikelySpace_partsNothing() {
        float[] steps = {0, 1, 0, 0, .95f, 0, 0, .05f, 0, 0, 1, 0};
        assertThat(SPACED.decode(FloatBuffer.wrap(steps)).text()).isEqualTo("ab");
    }

    @Example
    void decode_spacesAtTheEndsAndTwice_areNotAdded() {
        float[] likely = {.85f, 0, 0, .15f};
        float[] steps = new float[24];
        System.arraycopy(likely, 0, steps, 0, 4);
        steps[5] = 1;
        System.arraycopy(likely, 0, steps, 8, 4);
        steps[15] = 1;
        System.arraycopy(likely, 0, steps, 16, 4);
        steps[22] = 1;
        assertThat(SPACED.decode(FloatBuffer.wrap(steps)).text()).isEqualTo("a b");
        assertThat(SPACED.decode(FloatBuffer.wrap(steps, 0, 8).slice()).text()).isEqualTo("a");
    }

    @Example
    void decode_logits_areMadeProbabilities() {
        Reading reading = LETTERS.decode(FloatBuffer.wrap(new float[] {1, 4, 2, -3}));
        double e = Math.exp(1 - 4) + 1 + Math.exp(2 - 4) + Math.exp(-3 - 4);
        assertThat(reading.text()).isEqualTo("a");
        assertThat(reading.score()).isCloseTo(1 / e, within(1e-6));
    }

    @Example
    void decode_anotherNumberOfClasses_isRefused() {
        assertThatThrownBy(() -> LETTERS.decode(FloatBuffer.allocate(6)))
                .hasMessage("steps must hold a multiple of 4 numbers, one a class, got 6");
    }

    @Example
    void new_spaceOfNoProbability_isRefused() {
        assertThatThrownBy(() -> new CtcDecoder(List.of("a"), 0))
                .hasMessage("leastSpace must be above 0 and at most 1, got 0.0");
    }
}
