package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The times are counted, not waited for: what a camera does and the pauses between make up a simulated day. */
class BackoffTest {
    private static Backoff usual(long seed) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(3), new Random(seed));
    }

    @Property
    void next_cameraThatWasNeverLive_growsToItsLimitAndIsJittered(@ForAll long seed) {
        Backoff backoff = usual(seed);
        double full = 1;
        for (int i = 0; i < 10; i++) {
            assertThat(seconds(backoff.next())).isBetween(0.749 * full, full);
            full = Math.min(30, full * 2);
        }
    }

    @Property
    void next_cameraThatDropsNowAndThen_isDarkForATenthAtMost(
            @ForAll long seed, @ForAll @IntRange(min = 20, max = 3600) int wellSeconds) {
        Backoff backoff = usual(seed);
        double dark = 0;
        double all = 0;
        for (int i = 0; i < 200; i++) {
            backoff.well(Duration.ofSeconds(wellSeconds));
            double pause = seconds(backoff.next());
            dark += pause;
            all += pause + wellSeconds;
        }
        assertThat(dark / all).isLessThan(0.1);
    }

    @Property
    void next_cameraThatWasLiveOnce_isTriedWithinThreeSecondsHoweverOftenItFails(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int failures) {
        Backoff backoff = usual(seed);
        for (int i = 0; i < 6; i++) {
            backoff.next();
        }
        backoff.well(Duration.ofMillis(200));
        Duration pause = Duration.ZERO;
        for (int i = 0; i < failures; i++) {
            pause = backoff.next();
            assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(3));
        }
        assertThat(failures < 3 || seconds(pause) >= 2.2)
                .as("it is not hammered: " + pause)
                .isTrue();
    }

    @Property
    void next_cameraThatDropsAtOnce_isNotHammered(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int millis) {
        Backoff backoff = usual(seed);
        double last = 0;
        for (int i = 0; i < 10; i++) {
            backoff.well(Duration.ofMillis(millis));
            last = seconds(backoff.next());
        }
        assertThat(last).isGreaterThan(2.2);
    }

    @Property
    void longest_ofARefusedLogin_isLongThoughTheCameraWasLive(@ForAll long seed) {
        Backoff backoff = usual(seed);
        backoff.well(Duration.ofHours(1));
        assertThat(seconds(backoff.longest())).isBetween(22.4, 30.0);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
