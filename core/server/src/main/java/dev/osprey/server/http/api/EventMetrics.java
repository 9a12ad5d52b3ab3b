package dev.osprey.server.http.api;

import dev.osprey.engine.event.EventType;
import dev.osprey.server.event.LogFigures;
import dev.osprey.server.http.live.EventClients;
import dev.osprey.server.scene.SceneFigures;
import java.util.Locale;

/** The figures of the event log and of who follows it, in Prometheus' text form. */
final class EventMetrics {
    private final LogFigures log;
    private final SceneFigures scenes;
    private final EventClients clients;
    private final StringBuilder out = new StringBuilder();

    EventMetrics(LogFigures log, SceneFigures scenes, EventClients clients) {
        this.log = log;
        this.scenes = scenes;
        this.clients = clients;
    }

    String text() {
        counter("appended", "Events written to the log", log.appended());
        counter("commits", "Transactions that wrote to the log", log.commits());
        gauge("waiting", "Events that are not on the disk yet", log.waiting());
        gauge("waiting_limit", "How many events may wait", log.capacity());
        gauge("lag_seconds", "How long the event that waits longest has waited", log.lagSeconds());
        head("given_up_total", "counter", "Events that will never be in the log");
        for (EventType type : EventType.values()) {
            out.append("osprey_events_given_up_total{type=\"")
                    .append(type.typeName())
                    .append("\"} ")
                    .append(log.givenUp().getOrDefault(type, 0L))
                    .append('\n');
        }
        counter("store_errors", "Failed attempts to open the store or to write to it", log.errors());
        gauge("store_up", "1 if the last attempt went well", log.up() ? 1 : 0);
        gauge("kept", "Events in the log", log.events());
        gauge("kept_bytes", "Bytes of those, without what the database adds", log.bytes());
        counter("removed", "Events removed by retention", log.removed());
        gauge("desk_waiting", "Events and pictures on their way to the log", scenes.waiting());
        gauge("desk_waiting_limit", "How many of them may wait", scenes.waitingLimit());
        counter("desk_given_up", "Events for which there was no room on the way", scenes.givenUp());
        counter("pictures", "Pictures of objects that were written", scenes.pictures());
        counter("pictures_given_up", "Pictures for which there was no room on the way", scenes.picturesGivenUp());
        counter("picture_failures", "Pictures that could not be written", scenes.pictureFailures());
        counter("clips", "Clips that were written", scenes.clips());
        counter("clip_failures", "Clips that could not be written", scenes.clipFailures());
        gauge("stream_clients", "Clients of the stream of server-sent events", clients.open());
        counter("stream_sent", "Events sent to those", clients.sent());
        counter(
                "stream_stalled",
                "Clients of the stream cut off as they took nothing any more",
                clients.stalledClosed());
        return out.toString();
    }

    private void counter(String name, String help, double value) {
        single(name + "_total", "counter", help, value);
    }

    private void gauge(String name, String help, double value) {
        single(name, "gauge", help, value);
    }

    private void single(String name, String type, String help, double value) {
        head(name, type, help);
        out.append("osprey_events_")
                .append(name)
                .append(' ')
                .append(number(value))
                .append('\n');
    }

    private void head(String name, String type, String help) {
        out.append("# HELP osprey_events_")
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        out.append("# TYPE osprey_events_")
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value);
    }
}
