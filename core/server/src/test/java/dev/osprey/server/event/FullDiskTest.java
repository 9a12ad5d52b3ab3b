package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osprey.engine.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 2 MB that is full; skipped where none may be mounted. */
class FullDiskTest {
    @TempDir
    Path disk;

    private boolean mounted;

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            /* Lazily: the driver may have its library there, which the process keeps open to its end. */
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    @Test
    void append_diskFull_waitsSaysWhyAndIsWrittenOnceThereIsRoom() throws Exception {
        mounted = System.getProperty("user.name").equals("root")
                && run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "a small disk can be mounted by root only, and not in every container");
        Path data = disk.resolve("data");
        Files.createDirectories(data);
        try (EventLog log =
                new EventLog(new SqliteDatabase(data), data, TestEvents.QUICK.withQueue(400), InstantSource.system())) {
            String filler = "x".repeat(1000);
            List<CompletableFuture<StoredEvent>> events = new ArrayList<>();
            while (log.problem().isEmpty()) {
                if (log.figures().waiting() < 100) {
                    events.add(log.append(NewEvent.of(TestEvents.text("hall", filler + events.size()))));
                }
            }
            assertThat(log.problem().get()).contains("the disk of " + data.resolve("events.db") + " is full");
            for (int i = 0; i < 1_000; i++) {
                log.append(NewEvent.of(TestEvents.object(EventType.OBJECT_UPDATE, "hall", "hall-1-1", i)))
                        .exceptionally(e -> null);
            }
            events.add(log.append(NewEvent.of(TestEvents.text("hall", "not an update"))));
            assertThat(log.figures().givenUp()).containsOnlyKeys(EventType.OBJECT_UPDATE);
            assertThat(log.after(EventQuery.ALL, 0, 10).events())
                    .as("reading goes on")
                    .isNotEmpty();

            assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isZero();
            for (CompletableFuture<StoredEvent> event : events) {
                event.get(30, TimeUnit.SECONDS);
            }
            List<StoredEvent> all = TestEvents.all(log);
            assertThat(all).extracting(StoredEvent::number).containsExactlyElementsOf(EventLogTest.numbers(all.size()));
            assertThat(all.stream().filter(event -> event.event().type() == EventType.RULE_RAISED))
                    .extracting(StoredEvent::data)
                    .hasSize(events.size())
                    .doesNotHaveDuplicates();
            assertThat(log.problem()).isEmpty();
        }
    }
}
