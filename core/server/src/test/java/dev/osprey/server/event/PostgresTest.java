package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.event.EventType;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.MethodName.class)
class PostgresTest {
    private static RealPostgres postgres;

    @TempDir
    Path data;

    @BeforeAll
    static void start() throws Exception {
        postgres = RealPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    private EventLog log() {
        return new EventLog(postgres.database(), data, TestEvents.QUICK.withBatch(20), InstantSource.system());
    }

    @Test
    void append_databaseCutAndBack_nothingIsLostOrTwice() throws Exception {
        try (EventLog log = log()) {
            long before =
                    TestEvents.append(log, TestEvents.text("hall", "first")).number();
            Random random = new Random(7);
            List<CompletableFuture<StoredEvent>> futures = new ArrayList<>();
            for (int cut = 0; cut < 2; cut++) {
                for (int i = 0; i < 300; i++) {
                    futures.add(log.append(NewEvent.of(TestEvents.text("hall", "e" + futures.size()))));
                }
                futures.get(futures.size() - 1 - random.nextInt(300)).get(20, TimeUnit.SECONDS);
                postgres.cut();
                for (int i = 0; i < 100; i++) {
                    futures.add(log.append(NewEvent.of(TestEvents.text("hall", "e" + futures.size()))));
                }
                while (log.problem().isEmpty()) {
                    Thread.onSpinWait();
                }
                assertThat(log.figures().lagSeconds()).isGreaterThanOrEqualTo(0);
                assertThat(log.problem().get()).contains("events cannot be written since");
                postgres.begin();
            }
            for (int i = 0; i < futures.size(); i++) {
                StoredEvent stored = futures.get(i).get(60, TimeUnit.SECONDS);
                assertThat(stored.number()).isEqualTo(before + 1 + i);
                assertThat(stored.event().text()).contains("e" + i);
            }
            List<StoredEvent> all = TestEvents.all(log);
            assertThat(all).extracting(StoredEvent::number).containsExactlyElementsOf(EventLogTest.numbers(all.size()));
            assertThat(log.figures().waiting()).isZero();
        }
    }

    @Test
    void open_anotherServerOnTheSameDatabase_isRefusedInWords() throws Exception {
        try (EventLog first = log()) {
            TestEvents.append(first, TestEvents.text("hall", "one"));
            try (EventLog second = log()) {
                while (second.problem().isEmpty()) {
                    Thread.onSpinWait();
                }
                assertThat(second.problem().get()).contains("another server writes to this database");
            }
        }
    }

    @Test
    void read_withFilters_asSqlite() throws Exception {
        try (EventLog log = log()) {
            long first = TestEvents.append(
                            log, TestEvents.object(EventType.OBJECT_NEW, "yard", "yard-1-1", 0, "gate", "a_b"))
                    .number();
            TestEvents.append(log, TestEvents.object(EventType.OBJECT_END, "yard", "yard-1-1", 60, "axb"));
            EventQuery yard = EventQuery.ALL.withCameras(Set.of("yard"));

            assertThat(log.after(yard, first - 1, 10).events()).hasSize(2);
            assertThat(log.after(yard.withZones(Set.of("a_b")), first - 1, 10).events())
                    .extracting(StoredEvent::number)
                    .containsExactly(first);
            assertThat(log.before(yard.withTypes(Set.of(EventType.OBJECT_END)), Long.MAX_VALUE, 10)
                            .events())
                    .extracting(StoredEvent::number)
                    .containsExactly(first + 1);
            StoredEvent one = log.find(new Cursor(log.source(), first)).orElseThrow();
            assertThat(log.acknowledge(one.cursor(), "admin").get(20, TimeUnit.SECONDS))
                    .isTrue();
            log.sinks().advance("file", first).get(20, TimeUnit.SECONDS);
            log.sinks().advance("file", first + 1).get(20, TimeUnit.SECONDS);
            assertThat(log.sinks().position("file").orElseThrow().number()).isEqualTo(first + 1);
            assertThat(log.delete(one)).isTrue();
            assertThat(log.find(one.cursor())).isEmpty();
        }
    }
}
