package dev.osprey.server.http.api;

import dev.osprey.server.sink.SinkFigures;
import java.util.List;
import java.util.function.ToLongFunction;

/** The figures of sinks, in Prometheus' text form. */
final class SinkMetrics {
    private final List<SinkFigures> sinks;
    private final StringBuilder out = new StringBuilder();

    SinkMetrics(List<SinkFigures> sinks) {
        this.sinks = sinks;
    }

    String text() {
        family("lag", "gauge", "Events that the sink has yet to look at, -1 while that is not known", sink -> sink.lag()
                .orElse(-1L));
        family(
                "up",
                "gauge",
                "1 if the sink's last call went well",
                sink -> sink.lastError().isEmpty() ? 1 : 0);
        family("delivered_total", "counter", "Events that the sink took", SinkFigures::delivered);
        family("dead_total", "counter", "Events that the sink refused for good", SinkFigures::dead);
        family("failures_total", "counter", "Calls of the sink that failed", SinkFigures::failures);
        family("overdue_total", "counter", "Those that took too long", SinkFigures::overdue);
        return out.toString();
    }

    private void family(String name, String type, String help, ToLongFunction<SinkFigures> value) {
        String full = "osprey_sink_" + name;
        out.append("# HELP ").append(full).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        sinks.forEach(sink -> out.append(full)
                .append("{sink=\"")
                .append(sink.name())
                .append("\"} ")
                .append(value.applyAsLong(sink))
                .append('\n'));
    }
}
