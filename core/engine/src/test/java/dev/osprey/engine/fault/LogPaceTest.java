package dev.osprey.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogPaceTest {
    private final LogPace pace = new LogPace();

    @Test
    void happened_everySecond_isSaidWithGrowingPausesAndNoneIsLost() {
        List<Integer> said = new ArrayList<>();
        long told = 0;
        int seconds = 4 * 3600;
        for (int i = 0; i <= seconds; i++) {
            long times = pace.happened(Duration.ofSeconds(i).toNanos());
            if (times > 0) {
                said.add(i);
                told += times;
            }
        }
        assertThat(said).startsWith(0, 60, 180, 420).hasSizeLessThan(12);
        assertThat(said.get(said.size() - 1) - said.get(said.size() - 2)).isEqualTo(3600);
        assertThat(told).isEqualTo(said.get(said.size() - 1) + 1L);
    }

    @Test
    void happened_afterALongQuiet_isSaidAtOnce() {
        assertThat(pace.happened(0)).isEqualTo(1);
        assertThat(pace.happened(Duration.ofSeconds(1).toNanos())).isZero();
        assertThat(pace.happened(Duration.ofMinutes(10).toNanos())).isEqualTo(2);
        assertThat(pace.happened(Duration.ofMinutes(10).plusSeconds(30).toNanos()))
                .isZero();
    }
}
