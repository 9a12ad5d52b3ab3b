package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BackoffTest {
    @Property
    void next_manyFailures_growsToItsLimitAndIsJittered(@ForAll long seed) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(seed));
        double full = 1;
        for (int i = 0; i < 10; i++) {
            double pause = backoff.next().toMillis() / 1e3;
            assertThat(pause).isBetween(0.749 * full, full);
            full = Math.min(30, full * 2);
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
