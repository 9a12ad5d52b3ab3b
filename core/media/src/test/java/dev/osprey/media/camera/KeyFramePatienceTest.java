package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyFramePatienceTest {
    private static final long SECOND = 1_000_000_000L;

    private final KeyFramePatience patience = new KeyFramePatience(Duration.ofSeconds(5));

    /** Packets once a second from a time on, all without a key frame. */
    private long secondsUntilOver(long from) {
        patience.begin();
        for (long second = 0; second < 1000; second++) {
            patience.packet((from + second) * SECOND);
            if (patience.over((from + second) * SECOND)) {
                return second;
            }
        }
        return 1000;
    }

    @Test
    void packet_withoutKeyFrame_isSaidAfterTheTimeoutAndNotBefore() {
        patience.packet(100 * SECOND);
        assertThat(patience.impatient(105 * SECOND)).isFalse();
        assertThat(patience.impatient(107 * SECOND)).isTrue();
        assertThat(patience.words(107 * SECOND)).contains("packets arrive, but no key frame for 7 s");
    }

    @Test
    void over_timeAfterTime_waitsTwiceAsLongUpToALimit() {
        assertThat(secondsUntilOver(0)).isEqualTo(21);
        assertThat(secondsUntilOver(1_000)).isEqualTo(41);
        assertThat(secondsUntilOver(2_000)).isEqualTo(81);
        assertThat(secondsUntilOver(3_000)).isEqualTo(161);
        assertThat(secondsUntilOver(4_000)).isEqualTo(301);
        assertThat(secondsUntilOver(5_000)).isEqualTo(301);
    }

    @Test
    void satisfied_afterAll_beginsAnew() {
        secondsUntilOver(0);
        patience.satisfied();
        assertThat(patience.impatient(1_000 * SECOND)).isFalse();
        assertThat(secondsUntilOver(2_000)).isEqualTo(21);
    }
}
