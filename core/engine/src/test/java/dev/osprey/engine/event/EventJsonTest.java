package dev.osprey.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.spi.Box;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventJsonTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.000006789Z");

    @Example
    void write_everythingSaid_isTheDocumentedForm() {
        Subject subject = new Subject(
                "hall-mk1-7",
                "detect",
                7,
                "person",
                0.7404,
                new Box(301, 88.04, 141.25, 297),
                960,
                540,
                AT.minusSeconds(3),
                Optional.of(AT),
                List.of("counter"));
        Event event = Event.of(EventType.RULE_RAISED, "hall", AT)
                .withSeverity(Severity.ALERT)
                .withSubject(subject)
                .withZone("counter")
                .withLine("middle")
                .withDirection(Direction.LEFT_TO_RIGHT)
                .withRule("waits")
                .withValue(3.25)
                .withText("STOP")
                .withReason("because");
        assertThat(EventJson.write(event))
                .hasToString(
                        """
                        {"type":"dev.osprey.rule.raised","camera":"hall","time":"2026-01-02T03:04:05.000006Z",\
                        "severity":"alert","object":"hall-mk1-7","stage":"detect","track":7,"label":"person",\
                        "score":0.74,"box":{"x":301,"y":88,"width":141.2,"height":297},\
                        "fractions":{"x":0.31354,"y":0.16304,"width":0.14714,"height":0.55},\
                        "width":960,"height":540,"startedAt":"2026-01-02T03:04:02.000006Z",\
                        "endedAt":"2026-01-02T03:04:05.000006Z","zones":["counter"],"zone":"counter",\
                        "line":"middle","direction":"left-to-right","rule":"waits","value":3.25,"text":"STOP",\
                        "reason":"because"}""");
    }

    @Example
    void write_nothingElseSaid_hasNoOtherKeys() {
        assertThat(EventJson.write(Event.of(EventType.CAMERA_BACK, "gate", AT)))
                .hasToString("{\"type\":\"dev.osprey.camera.back\",\"camera\":\"gate\","
                        + "\"time\":\"2026-01-02T03:04:05.000006Z\",\"severity\":\"info\"}");
    }

    /** What the wire's precision can hold comes back as it was. */
    @Property(tries = 500)
    void read_whatWasWritten_isTheSame(@ForAll("events") Event event) throws Exception {
        JsonNode wire = new ObjectMapper().readTree(EventJson.write(event).toString());
        assertThat(EventJson.read(wire)).isEqualTo(event);
    }

    @Example
    void read_keyOfALaterVersion_isPassedOver() {
        Event event = Event.of(EventType.CAMERA_BACK, "gate", AT.truncatedTo(ChronoUnit.MICROS));
        ObjectNode data = EventJson.write(event);
        data.putObject("later").put("is", "more");
        assertThat(EventJson.read(data)).isEqualTo(event);
    }

    @Example
    void read_noEvent_saysWhatIsMissing() {
        ObjectNode data = EventJson.write(Event.of(EventType.CAMERA_BACK, "gate", AT));
        assertThatThrownBy(() -> EventJson.read(data.deepCopy().put("type", "dev.osprey.camera.gone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no event of type \"dev.osprey.camera.gone\"");
        assertThatThrownBy(() -> EventJson.read(data.deepCopy().without("camera")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an event needs the text \"camera\", got MISSING");
        assertThatThrownBy(() -> EventJson.read(data.deepCopy().put("time", "noon")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an event's \"time\" must be a time, got \"noon\"");
    }

    @Provide
    Arbitrary<Event> events() {
        Arbitrary<String> words = Arbitraries.strings().ofMaxLength(12);
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(0, 4_000_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        Arbitrary<Double> coordinates =
                Arbitraries.integers().between(-20_000, 80_000).map(tenths -> tenths / 10.0);
        Arbitrary<Box> boxes = Combinators.combine(coordinates, coordinates, coordinates, coordinates)
                .as((x, y, width, height) -> new Box(x, y, Math.abs(width), Math.abs(height)));
        Arbitrary<Subject> subjects = Combinators.combine(
                        words,
                        Arbitraries.longs().between(1, 1L << 50),
                        Arbitraries.integers().between(0, 1000).map(milli -> milli / 1000.0),
                        boxes,
                        Arbitraries.integers().between(1, 8000),
                        times,
                        times.optional(),
                        words.list().ofMaxSize(3))
                .as((name, track, score, box, size, started, ended, zones) -> new Subject(
                        name, name + "!", track, "l" + name, score, box, size, 8001 - size, started, ended, zones));
        Arbitrary<Event> said = Combinators.combine(
                        Arbitraries.of(EventType.values()),
                        times,
                        Arbitraries.of(Severity.values()),
                        subjects.optional(),
                        words.optional(),
                        Arbitraries.of(Direction.values()).optional(),
                        words.optional(),
                        Arbitraries.integers().optional())
                .as((type, time, severity, subject, zone, direction, text, value) -> {
                    Event event = Event.of(type, "c", time).withSeverity(severity);
                    event = subject.map(event::withSubject).orElse(event);
                    event = zone.map(event::withZone).orElse(event);
                    event = direction.map(event.withLine("line")::withDirection).orElse(event);
                    event = text.map(event.withReason("r")::withText).orElse(event);
                    Event last = event;
                    return value.map(number -> last.withRule("rule").withValue(number / 64.0))
                            .orElse(event);
                });
        return said;
    }
}
