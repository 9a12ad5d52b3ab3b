package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter in SQL and the one in memory say the same, over events and questions made at random. */
class EventQueryTest {
    private static final List<String> CAMERAS = List.of("hall", "gate", "yard");
    private static final List<String> ZONES = List.of("a", "b", "a_b", "axb", "100%", "!");

    @TempDir
    Path data;

    private final Random random = new Random(11);

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> Set<T> some(List<T> of) {
        Set<T> some = new HashSet<>();
        while (random.nextInt(3) == 0) {
            some.add(one(of));
        }
        return some;
    }

    private Event event() {
        Event event = TestEvents.object(
                one(List.of(EventType.values())),
                one(CAMERAS),
                "hall-1-" + random.nextInt(5),
                random.nextInt(100),
                some(ZONES).toArray(String[]::new));
        Event bare = random.nextInt(3) == 0 ? Event.of(event.type(), event.camera(), event.time()) : event;
        Event zoned = random.nextInt(3) == 0 ? bare.withZone(one(ZONES)) : bare;
        return zoned.withSeverity(one(List.of(Severity.values())));
    }

    private EventQuery query() {
        return new EventQuery(
                some(CAMERAS),
                some(List.of(EventType.values())),
                some(List.of("person", "car")),
                some(ZONES),
                one(List.of(Severity.values())),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(TestEvents.START.plusSeconds(random.nextInt(100))),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(TestEvents.START.plusSeconds(random.nextInt(100))));
    }

    @Test
    void matches_anyEventAndQuery_asTheStore() throws Exception {
        Files.createDirectories(data);
        try (EventLog log =
                new EventLog(new SqliteDatabase(data), data, TestEvents.QUICK.withTail(1000), InstantSource.system())) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                events.add(event());
                if (i < 299) {
                    log.append(NewEvent.of(events.get(i)));
                }
            }
            TestEvents.append(log, events.get(299));
            int found = 0;
            for (int i = 0; i < 300; i++) {
                EventQuery query = query();
                List<Long> expected = new ArrayList<>();
                for (int number = 1; number <= 300; number++) {
                    if (query.matches(events.get(number - 1))) {
                        expected.add((long) number);
                    }
                }
                found += expected.size();
                assertThat(log.after(query, 0, 1000).events())
                        .as("%s", query)
                        .extracting(StoredEvent::number)
                        .containsExactlyElementsOf(expected);
                assertThat(log.recent(query, 0, 1000).orElseThrow().events())
                        .extracting(event -> event.value().orElseThrow().number())
                        .containsExactlyElementsOf(expected);
                java.util.Collections.reverse(expected);
                assertThat(log.before(query, Long.MAX_VALUE, 1000).events())
                        .extracting(StoredEvent::number)
                        .containsExactlyElementsOf(expected);
            }
            assertThat(found).isGreaterThan(300);
        }
    }
}
