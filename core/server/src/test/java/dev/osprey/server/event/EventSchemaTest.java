package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.osprey.engine.event.Direction;
import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.event.Subject;
import dev.osprey.spi.Box;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is what the served schema says, and the schema keeps what it once promised. */
class EventSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private final Random random = new Random(3);

    private static JsonNode schema(String resource) throws Exception {
        try (InputStream in = EventSchemaTest.class.getResourceAsStream(resource)) {
            return JSON.readTree(in);
        }
    }

    /** Nothing may be sent that is not documented, although receivers must pass over what they do not know. */
    private static JsonSchema strict() throws Exception {
        JsonNode tree = schema("/api/schemas/event.json");
        close(tree);
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree, config);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.has("properties")
                && object.path("type").isTextual()) {
            object.put("additionalProperties", false);
        }
        node.forEach(EventSchemaTest::close);
    }

    /** As the engine makes them: each type with what it tells, and with anything else that it may tell. */
    private Event event(EventType type) {
        Instant time = TestEvents.START.plusMillis(random.nextInt(1_000_000));
        boolean about = type.typeName().startsWith("dev.osprey.object")
                || type == EventType.ZONE_ENTERED
                || type == EventType.ZONE_LEFT
                || type == EventType.ZONE_DWELT
                || type == EventType.LINE_CROSSED
                || type.typeName().startsWith("dev.osprey.rule") && random.nextBoolean();
        boolean zone = type.typeName().startsWith("dev.osprey.zone");
        boolean line = type == EventType.LINE_CROSSED;
        boolean rule = type.typeName().startsWith("dev.osprey.rule");
        boolean reason = type == EventType.OBJECT_END || type == EventType.CAMERA_LOST || type == EventType.GAP;
        Subject subject = new Subject(
                "hall-m3k-" + random.nextInt(100),
                "detect",
                1 + random.nextInt(100),
                "person",
                random.nextDouble(),
                new Box(random.nextDouble() * 900 - 50, random.nextInt(500), random.nextDouble() * 200, 40),
                960,
                540,
                TestEvents.START,
                type == EventType.OBJECT_END ? Optional.of(time) : Optional.empty(),
                random.nextBoolean() ? List.of() : List.of("counter", "door"));
        return new Event(
                type,
                type == EventType.GAP && random.nextBoolean() ? "" : "hall",
                time,
                Severity.values()[random.nextInt(3)],
                about ? Optional.of(subject) : Optional.empty(),
                zone || rule && random.nextBoolean() ? Optional.of("counter") : Optional.empty(),
                line ? Optional.of("middle") : Optional.empty(),
                line ? Optional.of(Direction.values()[random.nextInt(2)]) : Optional.empty(),
                rule ? Optional.of("waits") : Optional.empty(),
                zone && type != EventType.ZONE_ENTERED || random.nextBoolean()
                        ? OptionalDouble.of(random.nextDouble() * 100)
                        : OptionalDouble.empty(),
                random.nextBoolean() ? Optional.of("ünï\"\n\u2028 🚪") : Optional.empty(),
                reason || random.nextBoolean() ? Optional.of("left the picture") : Optional.empty());
    }

    @Test
    void events_tenThousandOfAllTypes_areAsTheSchemaSays() throws Exception {
        JsonSchema schema = strict();
        try (EventLog log = new EventLog(new SqliteDatabase(data), data, TestEvents.QUICK, InstantSource.system())) {
            List<String> sent = new ArrayList<>();
            log.listen(events -> events.forEach(event -> sent.add(event.text())));
            for (int i = 0; i < 10_000; i++) {
                EventType[] types = EventType.values();
                NewEvent event = NewEvent.of(event(types[i % types.length]));
                if (i % 1000 == 999) {
                    log.append(event).join();
                } else {
                    log.append(event);
                }
            }
            log.change(connection -> true).join();
            log.change(connection -> true).join();

            assertThat(sent).hasSizeGreaterThanOrEqualTo(9_999);
            for (String json : sent) {
                assertThat(schema.validate(JSON.readTree(json))).as(json).isEmpty();
            }
            /* Read again they are the same, and with all that may be beside them still as the schema says. */
            List<StoredEvent> stored = TestEvents.all(log);
            StoredEvent object = stored.stream()
                    .filter(event -> event.event().type() == EventType.OBJECT_NEW)
                    .findFirst()
                    .orElseThrow();
            assertThat(log.shown(object).text()).isEqualTo(sent.get((int) object.number() - 1));
            for (EventFiles.Kind kind : EventFiles.Kind.values()) {
                log.files().put(kind, object.cursor().text(), object.event().time(), new byte[] {1});
            }
            log.acknowledge(object.cursor(), "admin").join();
            String whole = log.shown(log.find(object.cursor()).orElseThrow()).text();
            assertThat(whole).contains("\"snapshot\":", "\"clip\":", "\"acknowledged\":");
            assertThat(schema.validate(JSON.readTree(whole))).as(whole).isEmpty();
        }
    }

    @Test
    void schema_knowsEveryType() throws Exception {
        TreeSet<String> documented = new TreeSet<>();
        schema("/api/schemas/event.json").at("/properties/type/enum").forEach(type -> documented.add(type.textValue()));
        TreeSet<String> known = new TreeSet<>();
        for (EventType type : EventType.values()) {
            known.add(type.typeName());
        }
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void schemas_whatWasPromised_isKept() throws Exception {
        for (String name : List.of("event", "analysis", "status")) {
            List<String> broken = new ArrayList<>();
            kept(name, schema("/contract/" + name + "-1.json"), schema("/api/schemas/" + name + ".json"), broken);
            assertThat(broken).as("what receivers of version 1 rely on").isEmpty();
        }
    }

    /** Members may be added; none may go, change its type or cease to be required, and no name of a list may go. */
    private static void kept(String path, JsonNode then, JsonNode now, List<String> broken) {
        if (now.isMissingNode()) {
            broken.add(path + " is gone");
        } else if (then.isObject()) {
            then.properties().forEach(member -> {
                if (!member.getKey().equals("title")) {
                    kept(path + "/" + member.getKey(), member.getValue(), now.path(member.getKey()), broken);
                }
            });
        } else if (then instanceof ArrayNode items && (path.endsWith("/required") || path.endsWith("/enum"))) {
            List<JsonNode> left = new ArrayList<>();
            now.forEach(left::add);
            items.forEach(item -> {
                if (!left.contains(item)) {
                    broken.add(path + " lacks " + item);
                }
            });
        } else if (!then.equals(now)) {
            broken.add(path + " was " + then + " and is " + now);
        }
    }
}
