package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Subject;
import dev.osprey.spi.Box;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Events for tests, told apart by their text. */
public final class TestEvents {
    public static final Instant START = Instant.parse("2026-11-24T05:50:41.120Z");
    public static final LogOptions QUICK = LogOptions.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(20));

    private TestEvents() {}

    public static Event text(String camera, String text) {
        return Event.of(EventType.RULE_RAISED, camera, START).withText(text);
    }

    public static Event object(EventType type, String camera, String object, int second, String... zones) {
        return Event.of(type, camera, START.plusSeconds(second))
                .withSubject(new Subject(
                        object,
                        "detect",
                        7,
                        "person",
                        0.74,
                        new Box(301, 88, 141, 297),
                        960,
                        540,
                        START,
                        Optional.empty(),
                        List.of(zones)));
    }

    public static StoredEvent append(EventLog log, Event event) throws Exception {
        return log.append(NewEvent.of(event)).get(20, TimeUnit.SECONDS);
    }

    /** All that the log has, by reading on from its beginning. */
    public static List<StoredEvent> all(EventLog log) throws Exception {
        List<StoredEvent> all = new ArrayList<>();
        long position = log.beginning().number();
        while (true) {
            EventPage page = log.after(EventQuery.ALL, position, 1000);
            all.addAll(page.events());
            if (!page.more()) {
                return all;
            }
            position = page.last();
        }
    }
}
