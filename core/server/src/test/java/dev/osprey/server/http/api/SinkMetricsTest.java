package dev.osprey.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.server.sink.SinkFigures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {
    @Test
    void text_twoSinks_isALineEachWithItsName() {
        String text = new SinkMetrics(List.of(
                        new SinkFigures("diary", "file", Optional.of(3L), 40, 1, 5, 2, Optional.of("away")),
                        new SinkFigures("all", "file", Optional.empty(), 7, 0, 0, 0, Optional.empty())))
                .text();
        assertThat(text.lines())
                .contains(
                        "# TYPE osprey_sink_lag gauge",
                        "osprey_sink_lag{sink=\"diary\"} 3",
                        "osprey_sink_lag{sink=\"all\"} -1",
                        "osprey_sink_up{sink=\"diary\"} 0",
                        "osprey_sink_up{sink=\"all\"} 1",
                        "osprey_sink_delivered_total{sink=\"diary\"} 40",
                        "osprey_sink_dead_total{sink=\"diary\"} 1",
                        "osprey_sink_failures_total{sink=\"diary\"} 5",
                        "osprey_sink_overdue_total{sink=\"diary\"} 2");
    }
}
