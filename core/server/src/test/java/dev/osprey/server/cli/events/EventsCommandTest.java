package dev.osprey.server.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.event.Severity;
import dev.osprey.server.cli.Main;
import dev.osprey.server.event.TestEvents;
import dev.osprey.server.http.HttpSettings;
import dev.osprey.server.http.api.RunningServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {
    private static final String HOME = "osprey.home";

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String homeBefore;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        homeBefore = System.getProperty(HOME);
        System.setProperty(HOME, home.toString());
        Files.createDirectories(home.resolve("data"));
        server = new RunningServer(home.resolve("data"));
        Files.writeString(home.resolve("data/address"), server.server.url());
        Files.writeString(home.resolve("data/token"), RunningServer.TOKEN);
        TestEvents.append(server.events, TestEvents.text("hall", "e1"));
        TestEvents.append(server.events, TestEvents.text("gate", "e2").withSeverity(Severity.ALERT));
        TestEvents.append(server.events, TestEvents.text("hall", "e3"));
    }

    @AfterEach
    void stop() {
        server.close();
        if (homeBefore == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, homeBefore);
        }
    }

    private int run(Writer to, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "events";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.commandLine()
                .setOut(new PrintWriter(to))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    @Test
    void events_ofAll_aCloudEventALineOldestFirst() throws Exception {
        assertThat(run(out)).isZero();

        assertThat(out.toString().lines()).hasSize(3);
        assertThat(new ObjectMapper()
                        .readTree(out.toString().lines().findFirst().orElseThrow())
                        .at("/data/text")
                        .textValue())
                .isEqualTo("e1");
    }

    @Test
    void events_fromACursorAndFiltered_onlyThose() throws Exception {
        String first = server.events.end().text().replaceAll(".$", "1");

        assertThat(run(out, "--from", first, "--camera", "hall", "--text")).isZero();

        assertThat(out.toString()).isEqualTo("2026-11-24T05:50:41.120000Z info hall rule.raised \"e3\"\n");
    }

    @Test
    void events_wrongUse_saysSo() throws Exception {
        assertThat(run(out, "--from", "7")).isEqualTo(1);
        assertThat(err.toString()).contains("the server answered 400: after must be a cursor");
        assertThat(run(out, "--json", "--text")).isEqualTo(2);
        Files.writeString(home.resolve("data/token"), "wrong");
        assertThat(run(out)).isEqualTo(1);
        assertThat(err.toString()).contains("the server answered 401");
    }

    @Test
    void events_noServer_failsInWords() {
        assertThat(run(out, "--follow", "--server", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("no answer from http://127.0.0.1:1").contains("is the server running?");
    }

    /** Takes so many lines, and is closed then, as a pipe into {@code head} is. */
    private static final class Lines extends Writer {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final int most;
        private int taken;
        private final StringBuilder line = new StringBuilder();

        Lines(int most) {
            this.most = most;
        }

        @Override
        public void write(char[] buffer, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                if (buffer[i] == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                    taken++;
                } else {
                    line.append(buffer[i]);
                }
            }
            if (taken >= most) {
                throw new IOException("closed on purpose");
            }
        }

        @Override
        public void flush() {
            // all is taken at once
        }

        @Override
        public void close() {
            // nothing is open
        }

        String next() throws InterruptedException {
            String next = lines.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("a line within 30 s").isNotNull();
            return next;
        }
    }

    @Test
    void follow_serverRestarted_goesOnWithoutLeavingOut() throws Exception {
        Lines lines = new Lines(4);
        CompletableFuture<Integer> command =
                CompletableFuture.supplyAsync(() -> run(lines, "--follow", "--from", "oldest", "--camera", "hall"));
        assertThat(lines.next()).contains("\"e1\"");
        assertThat(lines.next()).contains("\"e3\"");
        int port = server.server.port();
        TestEvents.append(server.events, TestEvents.text("hall", "e4"));
        assertThat(lines.next()).contains("\"e4\"");

        server.close();
        server = new RunningServer(home.resolve("data"), settings -> HttpSettings.plain("127.0.0.1", port));
        TestEvents.append(server.events, TestEvents.text("hall", "e5"));

        assertThat(lines.next()).contains("\"e5\"");
        assertThat(command.get(30, TimeUnit.SECONDS))
                .as("nobody reads any more")
                .isZero();
        assertThat(err.toString()).contains("connection");
    }
}
