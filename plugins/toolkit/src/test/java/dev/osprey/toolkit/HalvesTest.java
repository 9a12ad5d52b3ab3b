package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalvesTest {
    @Test
    void toFloat_everyHalf_isWhatTheStandardSays() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            assertThat(Halves.toFloat((short) bits)).as("half %04x", bits).isEqualTo(Float.valueOf(byDefinition(bits)));
        }
    }

    private static float byDefinition(int bits) {
        int exponent = bits >> 10 & 0x1F;
        double fraction = (bits & 0x3FF) / 1024.0;
        double magnitude;
        if (exponent == 31) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * Math.pow(2, -14);
        } else {
            magnitude = (1 + fraction) * Math.pow(2, exponent - 15);
        }
        return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
    }
}
