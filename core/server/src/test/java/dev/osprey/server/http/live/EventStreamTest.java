package dev.osprey.server.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.event.EventType;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.NewEvent;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.server.event.TestEvents;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.api.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamTest {
    @TempDir
    Path data;

    private RunningServer server;
    private EventLog log;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data);
        log = server.events;
        TestEvents.append(log, TestEvents.text("hall", "e1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client that reads when it is asked to, byte for byte what is sent. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;
        String lastId = "";

        Client(String query, String lastEventId) throws IOException {
            socket.setReceiveBufferSize(8 << 10);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress("127.0.0.1", server.server.port()));
            String request = "GET /api/events/stream" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.server.port()
                    + "\r\nAuthorization: Bearer " + RunningServer.TOKEN + "\r\n"
                    + (lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next event; blocks. Chunks' sizes and comments are passed over. */
        JsonNode next() throws IOException {
            while (true) {
                String line = in.readLine();
                assertThat(line).as("the stream goes on").isNotNull();
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    return Replies.JSON.readTree(line.substring(6));
                }
            }
        }

        /** Until it stands where the log did when it came. */
        Client begun() throws IOException {
            while (lastId.isEmpty()) {
                String line = in.readLine();
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                }
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String text(JsonNode event) {
        return event.at("/data/text").asText();
    }

    @Test
    void stream_withoutCursor_beginsWithWhatComes() throws Exception {
        try (Client client = new Client("", "").begun()) {
            assertThat(client.lastId).isEqualTo(log.end().text());
            StoredEvent two = TestEvents.append(log, TestEvents.text("hall", "e2"));
            JsonNode event = client.next();
            assertThat(text(event)).isEqualTo("e2");
            assertThat(client.lastId)
                    .isEqualTo(two.cursor().text())
                    .isEqualTo(event.get("id").textValue());
        }
    }

    @Test
    void stream_filtered_givesOnlyWhatMatches() throws Exception {
        try (Client client = new Client("?camera=gate&after=oldest", "").begun()) {
            TestEvents.append(log, TestEvents.text("hall", "e2"));
            TestEvents.append(log, TestEvents.text("gate", "e3"));
            assertThat(text(client.next())).isEqualTo("e3");
        }
    }

    @Test
    void stream_cursorOfAnotherLog_tellsOfAGapAndBeginsAnew() throws Exception {
        try (Client client = new Client("", "zzzzzzzz-0000000000007")) {
            JsonNode gap = client.next();
            assertThat(gap.get("type").textValue()).isEqualTo("dev.osprey.gap");
            assertThat(gap.at("/data/reason").textValue()).contains("another log");
            assertThat(text(client.next())).isEqualTo("e1");
        }
    }

    @Test
    void stream_clientsThatComeAndGoAndAreSlow_eachGetsEachOnceInOrder() throws Exception {
        int all = 3_000;
        Random random = new Random(5);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 2; i <= all; i++) {
                CompletableFuture<StoredEvent> one = log.append(NewEvent.of(TestEvents.text("hall", "e" + i)));
                if (i % 50 == 0) {
                    one.join();
                }
            }
        });
        List<CompletableFuture<List<String>>> readers = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            Random own = new Random(random.nextLong());
            boolean hangsUp = reader != 0;
            readers.add(CompletableFuture.supplyAsync(() -> read(all, own, hangsUp)));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= all; i++) {
            expected.add("e" + i);
        }
        writing.get(60, TimeUnit.SECONDS);
        for (CompletableFuture<List<String>> reader : readers) {
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    /** Reads all, and may hang up at any time and come again with the last id that it has. */
    private List<String> read(int all, Random random, boolean hangsUp) {
        List<String> texts = new ArrayList<>();
        String last = "";
        while (texts.size() < all) {
            try (Client client = new Client(last.isEmpty() ? "?after=oldest" : "", last)) {
                int many = hangsUp ? 1 + random.nextInt(400) : all;
                for (int i = 0; i < many && texts.size() < all; i++) {
                    texts.add(text(client.next()));
                }
                last = client.lastId;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    @Test
    void stream_clientThatReadsLate_getsAllAndNothingWaitsForIt() throws Exception {
        int all = 4_000;
        try (Client late = new Client("?after=oldest", "")) {
            for (int i = 2; i <= all; i++) {
                CompletableFuture<StoredEvent> one = log.append(NewEvent.of(TestEvents.text("hall", "e" + i)));
                if (i % 100 == 0 || i == all) {
                    one.get(20, TimeUnit.SECONDS);
                }
            }
            for (int i = 1; i <= all; i++) {
                assertThat(text(late.next())).isEqualTo("e" + i);
            }
        }
    }

    @Test
    void stream_clientThatTakesNothing_isCutOffAndCounted() throws Exception {
        server.close();
        server = new RunningServer(data, settings -> settings.withStallTimeout(Duration.ofMillis(300)));
        log = server.events;
        String filler = "x".repeat(10_000);
        try (Client deaf = new Client("?after=oldest", "").begun()) {
            for (int i = 0; i < 2_000; i++) {
                CompletableFuture<StoredEvent> one = log.append(NewEvent.of(TestEvents.text("hall", filler)));
                if (i % 100 == 99) {
                    one.get(20, TimeUnit.SECONDS);
                }
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!server.get("/metrics").bodyAsString().contains("osprey_events_stream_stalled_total 1\n")) {
                assertThat(System.nanoTime()).as("cut off within 20 s").isLessThan(deadline);
            }
            assertThat(server.get("/metrics").bodyAsString()).contains("osprey_events_stream_clients 0\n");
        }
    }

    @Test
    void live_eventsFromACursor_oldFirstThenNewEachOnce() throws Exception {
        for (int i = 2; i <= 500; i++) {
            log.append(NewEvent.of(TestEvents.text(i % 2 == 0 ? "hall" : "gate", "e" + i)));
        }
        TestSocket socket = server.live();
        socket.next("hello");
        socket.say(
                "{\"type\":\"subscribe\",\"cameras\":[\"hall\",\"gate\"],\"channels\":[\"events\"],\"after\":\"oldest\"}");
        for (int i = 501; i <= 1000; i++) {
            log.append(NewEvent.of(TestEvents.text(i % 2 == 0 ? "hall" : "gate", "e" + i)));
        }

        for (int i = 1; i <= 1000; i++) {
            JsonNode message = socket.next("event");
            assertThat(text(message.get("event"))).isEqualTo("e" + i);
        }
        socket.say("{\"type\":\"unsubscribe\",\"cameras\":[\"gate\"],\"channels\":[\"events\"]}");
        socket.say("{\"type\":\"ping\"}").next("pong");
        TestEvents.append(log, TestEvents.text("gate", "not followed"));
        TestEvents.append(log, TestEvents.object(EventType.OBJECT_NEW, "hall", "hall-1-1", 1));
        assertThat(socket.next("event").at("/event/data/object").textValue()).isEqualTo("hall-1-1");
    }

    @Test
    void live_wrongCursor_isSaid() throws Exception {
        TestSocket socket = server.live();
        socket.say("{\"type\":\"subscribe\",\"cameras\":[\"hall\"],\"channels\":[\"events\"],\"after\":\"7\"}");
        assertThat(socket.next("error").get("code").textValue()).isEqualTo("unknown-cursor");
    }
}
