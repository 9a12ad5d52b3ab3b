package dev.osprey.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DecodingOrderTest {
    private static long[] times(long... shown) {
        long[] micros = LongStream.of(shown).map(time -> time * 40_000).toArray();
        DecodingOrder order = new DecodingOrder(micros);
        return Arrays.stream(micros).map(order::next).toArray();
    }

    @Test
    void next_noBFrames_isDecodedWhenShown() {
        assertThat(times(5, 6, 7, 8)).containsExactly(200_000, 240_000, 280_000, 320_000);
    }

    @Test
    void next_bFrames_areDecodedInOrderAndNeverAfterTheyAreShown() {
        long[] shown = {0, 4, 2, 1, 3, 8, 6, 5, 7, 9};

        long[] decoded = times(shown);

        for (int i = 0; i < shown.length; i++) {
            assertThat(decoded[i]).isLessThanOrEqualTo(shown[i] * 40_000);
            assertThat(i == 0 ? -1 : decoded[i - 1]).isLessThan(i == 0 ? 0 : decoded[i]);
        }
    }

    @Test
    void next_aTimeThatComesAgain_isStillLater() {
        assertThat(times(5, 5, 5)).containsExactly(200_000, 200_001, 200_002);
    }
}
