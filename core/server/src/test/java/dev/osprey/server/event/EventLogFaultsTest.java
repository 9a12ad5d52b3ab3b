package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogFaultsTest {
    @TempDir
    Path data;

    private EventLog log(Supplier<FlakyDatabase.Fault> faults) {
        return new EventLog(
                new FlakyDatabase(new SqliteDatabase(data), faults),
                data,
                TestEvents.QUICK.withBatch(20),
                InstantSource.system());
    }

    @Test
    void append_commitFailedButStored_isNotWrittenTwice() throws Exception {
        Deque<FlakyDatabase.Fault> script = new ArrayDeque<>(List.of(
                FlakyDatabase.Fault.NONE, // opening
                FlakyDatabase.Fault.NONE, // the log's name
                FlakyDatabase.Fault.NONE, // reading what is open
                FlakyDatabase.Fault.NONE, // forgetting it
                FlakyDatabase.Fault.AFTER_COMMIT));
        try (EventLog log = log(() -> script.isEmpty() ? FlakyDatabase.Fault.NONE : script.removeFirst())) {
            StoredEvent one = TestEvents.append(log, TestEvents.text("hall", "one"));
            StoredEvent two = TestEvents.append(log, TestEvents.text("hall", "two"));

            assertThat(one.number()).isEqualTo(1);
            assertThat(two.number()).isEqualTo(2);
            assertThat(TestEvents.all(log)).extracting(StoredEvent::number).containsExactly(1L, 2L);
            assertThat(log.figures().errors()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void append_failuresAtRandom_eachEventOnceInOrderWithoutAGap(long seed) throws Exception {
        Random random = new Random(seed);
        Supplier<FlakyDatabase.Fault> faults = () -> {
            int dice = random.nextInt(10);
            FlakyDatabase.Fault[] all = FlakyDatabase.Fault.values();
            return dice < all.length ? all[dice] : FlakyDatabase.Fault.NONE;
        };
        Map<String, Long> given = new HashMap<>();
        try (EventLog log = log(faults)) {
            List<CompletableFuture<StoredEvent>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                futures.add(log.append(NewEvent.of(TestEvents.text("hall", "e" + i))));
                if (random.nextInt(50) == 0) {
                    futures.get(i).get(60, TimeUnit.SECONDS);
                }
            }
            for (int i = 0; i < 500; i++) {
                given.put("e" + i, futures.get(i).get(60, TimeUnit.SECONDS).number());
            }
        }
        try (EventLog log = log(() -> FlakyDatabase.Fault.NONE)) {
            log.change(connection -> true).get(20, TimeUnit.SECONDS);
            List<StoredEvent> all = TestEvents.all(log);
            assertThat(all).extracting(StoredEvent::number).containsExactlyElementsOf(EventLogTest.numbers(500));
            assertThat(all)
                    .extracting(event -> event.event().text().orElseThrow())
                    .containsExactlyElementsOf(texts());
            all.forEach(event ->
                    assertThat(given).containsEntry(event.event().text().orElseThrow(), event.number()));
            assertThat(log.figures().events()).isEqualTo(500);
        }
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add("e" + i);
        }
        return texts;
    }

    @Test
    void change_thatCanNeverBeMade_isGivenUpAndEventsGoOn() throws Exception {
        try (EventLog log = log(() -> FlakyDatabase.Fault.NONE)) {
            CompletableFuture<Boolean> never = log.change(connection -> {
                try (PreparedStatement wrong = connection.prepareStatement("DELETE FROM what_is_not_there")) {
                    return wrong.execute();
                }
            });
            StoredEvent one = TestEvents.append(log, TestEvents.text("hall", "one"));

            assertThat(one.number()).isEqualTo(1);
            assertThat(never)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("what_is_not_there");
        }
    }

    @Test
    void change_thatThrows_doesNoHarmToTheOthers() throws Exception {
        try (EventLog log = log(() -> FlakyDatabase.Fault.NONE)) {
            CompletableFuture<StoredEvent> before = log.append(NewEvent.of(TestEvents.text("hall", "before")));
            CompletableFuture<Boolean> broken = log.change(connection -> {
                throw new IllegalStateException("on purpose");
            });
            CompletableFuture<StoredEvent> after = log.append(NewEvent.of(TestEvents.text("hall", "after")));

            assertThat(before.get(20, TimeUnit.SECONDS).number()).isEqualTo(1);
            assertThat(after.get(20, TimeUnit.SECONDS).number()).isEqualTo(2);
            assertThat(broken)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("on purpose");
        }
    }
}
