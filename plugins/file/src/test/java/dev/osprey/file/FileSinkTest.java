package dev.osprey.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.SinkEvent;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir
    Path folder;

    private static SinkEvent event(int number) {
        return new SinkEvent(
                "e" + number, "dev.osprey.object.new", "hall", "info", Instant.EPOCH, "{\"id\":\"e" + number + "\"}");
    }

    private static List<SinkEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(FileSinkTest::event).toList();
    }

    private static List<String> lines(int from, int to) {
        return events(from, to).stream().map(SinkEvent::json).toList();
    }

    @Test
    void deliver_events_areLinesAndGoOnAfterARestart() throws Exception {
        Path file = folder.resolve("sub/events.jsonl");
        for (int i = 0; i < 3; i++) {
            try (FileSink sink = new FileSink(file, 1 << 20, 2)) {
                sink.deliver(events(10 * i, 10 * i + 10));
            }
        }
        assertThat(Files.readAllLines(file)).isEqualTo(lines(0, 30));
    }

    @Test
    void deliver_fileFull_isPutAsideAndTheOldestGoes() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (FileSink sink = new FileSink(file, 100, 2)) {
            for (int i = 10; i < 30; i += 5) {
                sink.deliver(events(i, i + 5));
            }
        }
        assertThat(Files.readAllLines(file)).isEqualTo(lines(25, 30));
        assertThat(Files.readAllLines(folder.resolve("events.jsonl.1"))).isEqualTo(lines(20, 25));
        assertThat(Files.readAllLines(folder.resolve("events.jsonl.2"))).isEqualTo(lines(15, 20));
        assertThat(folder.resolve("events.jsonl.3")).doesNotExist();
    }

    @Test
    void open_halfALineAtTheEnd_isDropped() throws Exception {
        Path file = folder.resolve("events.jsonl");
        Files.writeString(file, "{\"id\":\"e1\"}\n{\"id\":\"e2\"");
        try (FileSink sink = new FileSink(file, 1 << 20, 2)) {
            sink.deliver(events(2, 4));
        }
        assertThat(Files.readAllLines(file)).isEqualTo(lines(1, 4));
    }

    @Test
    void deliver_interrupted_leavesNoLineAndGoesOn() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (FileSink sink = new FileSink(file, 1 << 20, 2)) {
            sink.deliver(events(1, 3));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> sink.deliver(events(3, 5))).isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            sink.deliver(events(3, 5));
        }
        assertThat(Files.readAllLines(file)).isEqualTo(lines(1, 5));
    }

    @Test
    void deliver_fileMovedByAnother_isBegunAnew() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (FileSink sink = new FileSink(file, 1 << 20, 2)) {
            sink.deliver(events(1, 3));
            Files.move(file, folder.resolve("elsewhere"));
            sink.deliver(events(3, 5));
        }
        assertThat(Files.readAllLines(file)).isEqualTo(lines(3, 5));
    }

    @Test
    void settings_outOfRange_areRefusedInWords() {
        assertThatThrownBy(() -> new FileSettings("e", "10", 5)).hasMessageContaining("rotate must be a size", "10");
        assertThatThrownBy(() -> new FileSettings("e", "1MB", 0)).hasMessageContaining("1 to 1000, got 0");
        assertThatThrownBy(() -> new FileSettings(" ", "1MB", 1)).hasMessageContaining("path");
    }
}
