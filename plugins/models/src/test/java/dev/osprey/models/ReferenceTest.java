package dev.osprey.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private Reference reference;

    @BeforeEach
    void readReference() throws Exception {
        reference = Reference.read(
                """
                {"outputs": [{"name": "y", "shape": [1, 2], "mean": 15, "meanMagnitude": 15, "medianMagnitude": 20,
                  "samples": {"0": 10, "1": 20}}]}
                """
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void check_withinTolerance_passes() {
        assertThatCode(() -> check(10.015f, 20.01f)).doesNotThrowAnyException();
    }

    @Test
    void check_elementOff_saysExpectedGotAllowed() {
        assertThatThrownBy(() -> check(10.5f, 20))
                .isInstanceOf(CheckException.class)
                .hasMessageStartingWith(
                        "m, output y, element 0: expected 10.0, got 10.5, allowed is a difference of 0.02");
    }

    @Test
    void check_notANumber_fails() {
        assertThatThrownBy(() -> check(Float.NaN, 20)).hasMessageContaining("got NaN");
    }

    @Test
    void check_otherShape_saysBoth() {
        Map<String, FloatTensor> outputs = Map.of("y", new FloatTensor(List.of(2, 1), 10, 20));
        assertThatThrownBy(() -> reference.check("m", outputs))
                .hasMessage("m, output y: shape expected [1, 2], got [2, 1]");
    }

    @Test
    void check_outputMissing_namesThoseThere() {
        Map<String, FloatTensor> outputs = Map.of("z", new FloatTensor(List.of(1), 1));
        assertThatThrownBy(() -> reference.check("m", outputs)).hasMessage("m, output y is missing; there are [z]");
    }

    @Test
    void probe_knownPositions_haveTheRecordedFormulasValues() {
        Probe probe = new Probe(List.of(1, 20), -2, 3, 8, 1);
        assertThat(probe.value(0)).isEqualTo(probe.value(7)).isNotEqualTo(probe.value(8));
        assertThat(probe.value(0)).isCloseTo(2.604577994905412, Offset.offset(1e-9));
        assertThat(probe.value(16)).isCloseTo(1.5208644345402718, Offset.offset(1e-9));
    }

    private void check(float... values) {
        reference.check("m", Map.of("y", new FloatTensor(List.of(1, 2), values)));
    }
}
