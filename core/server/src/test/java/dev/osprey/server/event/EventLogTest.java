package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Subject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestEvents.START.plusSeconds(3600));

    @TempDir
    Path data;

    private EventLog log() {
        return log(TestEvents.QUICK);
    }

    private EventLog log(LogOptions options) {
        return new EventLog(new SqliteDatabase(data), data, options, CLOCK);
    }

    @Test
    void append_many_areNumberedWithoutGapsAndToldInOrder() throws Exception {
        try (EventLog log = log(TestEvents.QUICK.withBatch(7))) {
            List<Long> told = java.util.Collections.synchronizedList(new ArrayList<>());
            log.listen(events ->
                    events.forEach(event -> told.add(event.value().orElseThrow().number())));
            List<CompletableFuture<StoredEvent>> futures = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                futures.add(log.append(NewEvent.of(TestEvents.text("hall", "e" + i))));
            }

            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                StoredEvent stored = futures.get(i).get(20, TimeUnit.SECONDS);
                assertThat(stored.event().text()).contains("e" + i);
                assertThat(log.end().number()).as("who is told finds it").isGreaterThanOrEqualTo(stored.number());
                numbers.add(stored.number());
            }
            /* A listener is told after the future is completed. */
            TestEvents.append(log, TestEvents.text("hall", "last"));
            log.change(connection -> true).get(20, TimeUnit.SECONDS);
            assertThat(numbers).isSorted().first().isEqualTo(1L);
            assertThat(numbers).last().isEqualTo(100L);
            assertThat(told).hasSize(101).isSorted().doesNotHaveDuplicates();
            assertThat(log.figures().appended()).isEqualTo(101);
            assertThat(log.figures().events()).isEqualTo(101);
        }
    }

    @Test
    void appendAll_some_followEachOtherInOneTransaction() throws Exception {
        try (EventLog log = log()) {
            TestEvents.append(log, TestEvents.text("hall", "first"));
            long commits = log.figures().commits();
            List<NewEvent> some = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                some.add(NewEvent.of(TestEvents.text("hall", "e" + i)));
            }

            List<CompletableFuture<StoredEvent>> stored = log.appendAll(some);

            for (int i = 0; i < 50; i++) {
                assertThat(stored.get(i).get(20, TimeUnit.SECONDS).number()).isEqualTo(i + 2L);
            }
            assertThat(log.figures().commits()).isEqualTo(commits + 1);
        }
    }

    @Test
    void open_again_goesOnBehindTheLast() throws Exception {
        String source;
        try (EventLog log = log()) {
            TestEvents.append(log, TestEvents.text("hall", "one"));
            source = log.source();
        }
        try (EventLog log = log()) {
            StoredEvent two = TestEvents.append(log, TestEvents.text("hall", "two"));
            assertThat(two.cursor()).isEqualTo(new Cursor(source, 2));
            assertThat(TestEvents.all(log)).extracting(StoredEvent::number).containsExactly(1L, 2L);
        }
    }

    @Test
    void open_whileAnotherWrites_saysSoAndTakesOverOnceItIsGone() throws Exception {
        EventLog first = log();
        TestEvents.append(first, TestEvents.text("hall", "one"));
        try (EventLog second = log()) {
            CompletableFuture<StoredEvent> waits = second.append(NewEvent.of(TestEvents.text("hall", "two")));
            while (second.problem().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(second.problem().get())
                    .contains("another server writes to")
                    .contains("1 of at most");
            assertThat(second.figures().up()).isFalse();
            first.close();
            assertThat(waits.get(20, TimeUnit.SECONDS).number()).isEqualTo(2);
            assertThat(second.problem()).isEmpty();
        } finally {
            first.close();
        }
    }

    @Test
    void open_objectsThatWereOpen_getTheirEnds() throws Exception {
        try (EventLog log = log()) {
            TestEvents.append(log, TestEvents.object(EventType.OBJECT_NEW, "hall", "hall-1-1", 0));
            TestEvents.append(log, TestEvents.object(EventType.OBJECT_NEW, "hall", "hall-1-2", 1));
            TestEvents.append(log, TestEvents.object(EventType.OBJECT_UPDATE, "hall", "hall-1-1", 5));
            TestEvents.append(log, TestEvents.object(EventType.OBJECT_END, "hall", "hall-1-2", 6));
        }
        try (EventLog log = log()) {
            TestEvents.append(log, TestEvents.text("hall", "new run"));
            Event end = TestEvents.all(log).get(4).event();
            assertThat(end.type()).isEqualTo(EventType.OBJECT_END);
            assertThat(end.reason()).contains("the server stopped while it was being watched");
            Subject subject = end.subject().orElseThrow();
            assertThat(subject.object()).isEqualTo("hall-1-1");
            assertThat(subject.endedAt()).contains(TestEvents.START.plusSeconds(5));
        }
        try (EventLog log = log()) {
            TestEvents.append(log, TestEvents.text("hall", "another run"));
            assertThat(TestEvents.all(log)).as("only one end").hasSize(7);
        }
    }

    @Test
    void append_diskFull_waitsAndIsWrittenOnceThereIsRoom() throws Exception {
        AtomicLong maxPages = new AtomicLong();
        SqliteDatabase database = new SqliteDatabase(data, maxPages::get);
        String filler = "x".repeat(2000);
        try (EventLog log = new EventLog(database, data, TestEvents.QUICK.withQueue(40), CLOCK)) {
            List<CompletableFuture<StoredEvent>> futures = new ArrayList<>();
            TestEvents.append(log, TestEvents.text("hall", "first"));
            maxPages.set(40);
            /* The limit is taken at an opening. */
            AtomicBoolean opened = new AtomicBoolean();
            log.change(connection -> {
                        if (opened.compareAndSet(false, true)) {
                            throw new SQLException("closed on purpose");
                        }
                        return true;
                    })
                    .get(20, TimeUnit.SECONDS);
            int number = 0;
            while (log.problem().filter(words -> words.contains("full")).isEmpty()) {
                if (log.figures().waiting() < 20) {
                    futures.add(log.append(NewEvent.of(TestEvents.text("hall", filler + number++))));
                }
            }
            List<CompletableFuture<StoredEvent>> updates = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                updates.add(log.append(NewEvent.of(TestEvents.object(EventType.OBJECT_UPDATE, "hall", "hall-1-1", i))));
            }
            assertThat(log.problem().get())
                    .contains("the disk of " + data.resolve("events.db") + " is full: make room there");
            assertThat(log.figures().givenUp()).containsKey(EventType.OBJECT_UPDATE);

            maxPages.set(1_000_000);
            for (int i = 0; i < futures.size(); i++) {
                assertThat(futures.get(i).get(20, TimeUnit.SECONDS).number()).isEqualTo(i + 2L);
            }
            for (CompletableFuture<StoredEvent> update : updates) {
                update.exceptionally(e -> null).get(20, TimeUnit.SECONDS);
            }
            List<StoredEvent> all = TestEvents.all(log);
            assertThat(all).extracting(StoredEvent::number).containsExactlyElementsOf(numbers(all.size()));
            assertThat(all).extracting(event -> event.data()).doesNotHaveDuplicates();
            assertThat(log.problem()).isEmpty();
        }
    }

    static List<Long> numbers(int until) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 1; i <= until; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void delete_newest_numberIsNotGivenAgain() throws Exception {
        try (EventLog log = log()) {
            StoredEvent one = TestEvents.append(log, TestEvents.text("hall", "one"));
            StoredEvent two = TestEvents.append(log, TestEvents.text("hall", "two"));
            log.files()
                    .put(
                            EventFiles.Kind.SNAPSHOT,
                            two.cursor().text(),
                            two.event().time(),
                            new byte[] {1});
            assertThat(log.files().links(two)).containsKey("snapshot");

            assertThat(log.delete(two)).isTrue();

            assertThat(log.find(two.cursor())).isEmpty();
            assertThat(log.find(one.cursor())).isPresent();
            assertThat(log.files().links(two)).isEmpty();
            assertThat(log.figures().events()).isEqualTo(1);
        }
        try (EventLog log = log()) {
            assertThat(TestEvents.append(log, TestEvents.text("hall", "three")).number())
                    .isEqualTo(3);
        }
    }

    @Test
    void acknowledge_twice_theFirstStays() throws Exception {
        try (EventLog log = log()) {
            StoredEvent one = TestEvents.append(log, TestEvents.text("hall", "one"));

            assertThat(log.acknowledge(one.cursor(), "admin").get(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(log.acknowledge(one.cursor(), "other").get(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(log.acknowledge(new Cursor(log.source(), 9), "admin").get(20, TimeUnit.SECONDS))
                    .isFalse();

            StoredEvent read = log.find(one.cursor()).orElseThrow();
            assertThat(read.acknowledged()).contains(new Acknowledgement(CLOCK.instant(), "admin"));
            assertThat(log.shown(read).text())
                    .contains("\"acknowledged\":{\"at\":\"2026-11-24T06:50:41.120000Z\",\"by\":\"admin\"}");
        }
    }

    @Test
    void sweep_tooOld_areRemovedAndWhoWasAwayGetsAGap() throws Exception {
        LogOptions options = TestEvents.QUICK.withLimits(
                new Limit(Duration.ofMinutes(59), 1 << 30),
                new Limit(Duration.ofDays(1), 1 << 30),
                new Limit(Duration.ofDays(1), 1 << 30));
        try (EventLog log = log(options)) {
            for (int i = 0; i < 100; i++) {
                TestEvents.append(log, TestEvents.object(EventType.OBJECT_NEW, "hall", "hall-1-" + i, i));
            }
            Retention retention = new Retention(log, log.files(), options, CLOCK);

            assertThat(retention.sweepEvents()).isEqualTo(60);

            EventBatch batch = log.next(EventQuery.ALL, 10, 5);
            StoredEvent gap = batch.events().get(0).value().orElseThrow();
            assertThat(gap.event().type()).isEqualTo(EventType.GAP);
            assertThat(gap.number()).isEqualTo(60);
            assertThat(gap.event().value()).hasValue(50);
            assertThat(batch.events().get(1).value().orElseThrow().number()).isEqualTo(61);
            assertThat(log.next(EventQuery.ALL, 60, 5).events()).hasSize(5);
            assertThat(log.beginning().number()).isEqualTo(60);
            assertThat(log.figures().events()).isEqualTo(40);
            assertThat(log.figures().removed()).isEqualTo(60);
        }
    }

    @Test
    void sweep_tooMuch_oldestAreRemoved() throws Exception {
        LogOptions options = TestEvents.QUICK.withLimits(
                new Limit(Duration.ofDays(1), 2_000),
                new Limit(Duration.ofDays(1), 250),
                new Limit(Duration.ofDays(1), 1));
        try (EventLog log = log(options)) {
            for (int i = 0; i < 100; i++) {
                TestEvents.append(log, TestEvents.text("hall", "e" + i));
            }
            Retention retention = new Retention(log, log.files(), options, CLOCK);

            assertThat(retention.sweepEvents()).isPositive();

            LogFigures figures = log.figures();
            assertThat(figures.bytes()).isBetween(1_700L, 2_000L);
            List<StoredEvent> left = TestEvents.all(log);
            assertThat(left.stream().mapToLong(event -> event.data().length()).sum())
                    .isEqualTo(figures.bytes());
            assertThat(left.get(left.size() - 1).number()).isEqualTo(100);
        }
    }

    @Test
    void append_closed_fails() {
        EventLog log = log();
        log.close();

        CompletableFuture<StoredEvent> late = log.append(NewEvent.of(TestEvents.text("hall", "late")));

        assertThat(late)
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(GivenUpException.class)
                .withMessageContaining("closed");
    }

    @Test
    void advance_ofASink_isKept() throws Exception {
        try (EventLog log = log()) {
            TestEvents.append(log, TestEvents.text("hall", "one"));
            assertThat(log.sinks().position("pager")).isEmpty();
            log.sinks().advance("pager", 1).get(20, TimeUnit.SECONDS);
            log.sinks().advance("pager", 5).get(20, TimeUnit.SECONDS);
            assertThat(log.sinks().position("pager")).contains(new Cursor(log.source(), 5));
        }
    }
}
