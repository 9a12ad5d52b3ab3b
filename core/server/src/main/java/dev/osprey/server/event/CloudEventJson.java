package dev.osprey.server.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.event.Event;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** An event of the log as a CloudEvent 1.0 in structured JSON: what every receiver gets. */
public final class CloudEventJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter RFC_3339_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private CloudEventJson() {}

    /**
     * The whole, in one line.
     *
     * @param links by key, what is there beside the event now, such as {@code snapshot}
     */
    public static Buffer write(StoredEvent stored, Map<String, String> links) {
        Event event = stored.event();
        ObjectNode envelope = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", stored.cursor().text())
                .put("source", source(event))
                .put("type", event.type().typeName())
                .put("time", time(event.time()));
        event.subject().ifPresent(subject -> envelope.put("subject", subject.object()));
        envelope.put("datacontenttype", "application/json");
        ObjectNode more = JSON.createObjectNode();
        links.forEach(more::put);
        stored.acknowledged()
                .ifPresent(by ->
                        more.putObject("acknowledged").put("at", time(by.at())).put("by", by.by()));
        return Buffer.buffer(joined(envelope.toString(), "\"data\":" + with(stored.data(), more)));
    }

    private static String with(String data, ObjectNode more) {
        return more.isEmpty() ? data : joined(data, inside(more.toString()));
    }

    private static String inside(String object) {
        return object.substring(1, object.length() - 1);
    }

    /** The object with further members at its end; it has some already. */
    private static String joined(String object, String members) {
        return object.substring(0, object.length() - 1) + "," + members + "}";
    }

    /** A URI reference: the camera, or this server where no camera is meant. */
    private static String source(Event event) {
        return event.camera().isEmpty() ? "/" : "/cameras/" + event.camera();
    }

    static String time(Instant instant) {
        return RFC_3339_MICROS.format(instant);
    }
}
