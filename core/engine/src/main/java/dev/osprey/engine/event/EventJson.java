package dev.osprey.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.spi.Box;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The wire form of an {@link Event}: the {@code data} of a CloudEvent. Says of itself what type it is and when it was,
 * so that it can be kept without its envelope. What is absent has no key.
 */
public final class EventJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter RFC_3339_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final double COORDINATE_STEPS = 10;
    private static final double FRACTION_STEPS = 100_000;
    private static final double SCORE_STEPS = 1000;
    private static final double VALUE_STEPS = 1_000_000;

    private EventJson() {}

    /** Coordinates to 0.1 pixel, fractions to 0.00001, scores to 0.001, values to a millionth, times to a microsecond. */
    public static ObjectNode write(Event event) {
        ObjectNode data = JSON.objectNode();
        data.put("type", event.type().typeName());
        data.put("camera", event.camera());
        data.put("time", time(event.time()));
        data.put("severity", event.severity().text());
        event.subject().ifPresent(subject -> subject(data, subject));
        event.zone().ifPresent(name -> data.put("zone", name));
        event.line().ifPresent(name -> data.put("line", name));
        event.direction().ifPresent(direction -> data.put("direction", direction.text()));
        event.rule().ifPresent(name -> data.put("rule", name));
        event.value().ifPresent(value -> number(data, "value", value, VALUE_STEPS));
        event.text().ifPresent(text -> data.put("text", text));
        event.reason().ifPresent(reason -> data.put("reason", reason));
        return data;
    }

    private static void subject(ObjectNode data, Subject subject) {
        data.put("object", subject.object());
        data.put("stage", subject.stage());
        data.put("track", subject.track());
        data.put("label", subject.label());
        number(data, "score", subject.score(), SCORE_STEPS);
        Box box = subject.box();
        box(data.putObject("box"), box, 1, 1, COORDINATE_STEPS);
        box(data.putObject("fractions"), box, subject.width(), subject.height(), FRACTION_STEPS);
        data.put("width", subject.width());
        data.put("height", subject.height());
        data.put("startedAt", time(subject.startedAt()));
        subject.endedAt().ifPresent(ended -> data.put("endedAt", time(ended)));
        if (!subject.zones().isEmpty()) {
            ArrayNode zones = data.putArray("zones");
            subject.zones().forEach(zones::add);
        }
    }

    private static void box(ObjectNode node, Box box, int width, int height, double steps) {
        number(node, "x", box.x() / width, steps);
        number(node, "y", box.y() / height, steps);
        number(node, "width", box.width() / width, steps);
        number(node, "height", box.height() / height, steps);
    }

    /**
     * The event that was written so. Keys that are not known are passed over: later versions may have more.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Event read(JsonNode data) {
        String type = text(data, "type");
        String severity = text(data, "severity");
        return new Event(
                EventType.named(type).orElseThrow(() -> unknown("type", type)),
                text(data, "camera"),
                instant(data, "time"),
                Severity.named(severity).orElseThrow(() -> unknown("severity", severity)),
                data.has("object") ? Optional.of(subject(data)) : Optional.empty(),
                optional(data, "zone"),
                optional(data, "line"),
                optional(data, "direction")
                        .map(text -> Direction.named(text).orElseThrow(() -> unknown("direction", text))),
                optional(data, "rule"),
                data.has("value") ? OptionalDouble.of(number(data, "value")) : OptionalDouble.empty(),
                optional(data, "text"),
                optional(data, "reason"));
    }

    private static Subject subject(JsonNode data) {
        JsonNode box = data.path("box");
        List<String> zones = new ArrayList<>();
        data.path("zones").forEach(zone -> zones.add(zone.asText()));
        return new Subject(
                text(data, "object"),
                text(data, "stage"),
                (long) number(data, "track"),
                text(data, "label"),
                number(data, "score"),
                new Box(number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height")),
                (int) number(data, "width"),
                (int) number(data, "height"),
                instant(data, "startedAt"),
                data.has("endedAt") ? Optional.of(instant(data, "endedAt")) : Optional.empty(),
                zones);
    }

    private static Optional<String> optional(JsonNode node, String key) {
        return node.has(key) ? Optional.of(text(node, key)) : Optional.empty();
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("an event needs the text \"" + key + "\", got " + value.getNodeType());
        }
        return value.asText();
    }

    private static double number(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("an event needs the number \"" + key + "\", got " + value.getNodeType());
        }
        return value.asDouble();
    }

    private static Instant instant(JsonNode node, String key) {
        String text = text(node, key);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("an event's \"" + key + "\" must be a time, got \"" + text + "\"", e);
        }
    }

    private static IllegalArgumentException unknown(String what, String name) {
        return new IllegalArgumentException("there is no event of " + what + " \"" + name + "\"");
    }

    /** A whole number is written without a point. */
    private static void number(ObjectNode node, String key, double value, double steps) {
        double scaled = Math.rint(value * steps);
        double rounded = Math.abs(scaled) < 1L << 53 ? scaled / steps : value;
        long whole = (long) rounded;
        node.set(key, whole == rounded ? JSON.numberNode(whole) : JSON.numberNode(rounded));
    }

    private static String time(Instant instant) {
        return RFC_3339_MICROS.format(instant);
    }
}
