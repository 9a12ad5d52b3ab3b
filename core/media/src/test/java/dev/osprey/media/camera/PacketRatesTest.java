package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketRatesTest {
    @Test
    void rates_ofASteadyStream_saysItsRates() {
        PacketRates rates = new PacketRates();
        for (int i = 0; i <= 250; i++) {
            rates.add(i * 40_000_000L, 1_000);
        }
        assertThat(rates.rate(250 * 40_000_000L)).isBetween(24.99, 25.01);
        assertThat(rates.bitsPerSecond(250 * 40_000_000L)).isEqualTo(200_000);
        assertThat(rates.rate(20_000_000_000L)).as("after a silence").isZero();
    }
}
