package dev.osprey.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.server.http.api.RunningServer;
import dev.osprey.server.http.live.TestSocket;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that begin much and finish nothing, beside one that is logged in. */
class HostileClientsTest {
    private static final String LOGIN = "POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n";

    @TempDir
    Path data;

    private RunningServer server(UnaryOperator<HttpLimits> change) throws IOException {
        return new RunningServer(data, settings -> settings.withLimits(change));
    }

    private static Socket begun(RunningServer server, String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.server.port());
        socket.setSoTimeout(15_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that comes until the server closes. */
    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void login_manyUnfinished_bytesStayWithinTheBudgetAndTheViewerGoesOn() throws Exception {
        try (RunningServer server =
                server(limits -> limits.withConnections(400, 400).withBodyBytes(100_000))) {
            TestSocket viewer = server.live();
            viewer.next("hello");
            List<Socket> unfinished = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    unfinished.add(begun(server, LOGIN + "x".repeat(3_900)));
                }
                assertThat(rest(last(unfinished))).contains("503").contains("too many request bodies");
                String metrics = server.get("/metrics").bodyAsString();

                assertThat(value(metrics, "osprey_http_body_bytes")).isBetween(1.0, 100_000.0);
                assertThat(value(metrics, "osprey_http_bodies_refused_total")).isPositive();
                assertThat(viewer.say("{\"type\":\"ping\"}").next("pong")).isNotNull();
            } finally {
                for (Socket socket : unfinished) {
                    socket.close();
                }
            }
        }
    }

    private static Socket last(List<Socket> sockets) {
        return sockets.get(sockets.size() - 1);
    }

    @Test
    void body_neverFinished_isAnsweredAndClosed() throws Exception {
        try (RunningServer server = server(limits ->
                        limits.withDeadlines(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(75)));
                Socket slow = begun(server, LOGIN + "{")) {
            assertThat(rest(slow)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void headers_trickle_connectionIsClosedAtTheDeadline() throws Exception {
        try (RunningServer server = server(limits ->
                        limits.withDeadlines(Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(75)));
                Socket slow = begun(server, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: ")) {
            assertThat(rest(slow)).isEmpty();
            assertThat(server.get("/metrics").bodyAsString())
                    .contains("osprey_http_connections_closed_total{reason=\"late\"} 1");
        }
    }

    @Test
    void connections_idle_areClosedAndTheViewerGoesOn() throws Exception {
        try (RunningServer server = server(limits -> limits.withConnections(50, 50)
                .withDeadlines(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(75)))) {
            TestSocket viewer = server.live();
            viewer.next("hello");
            List<Socket> idle = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    idle.add(begun(server, ""));
                }
                for (Socket socket : idle) {
                    assertThat(rest(socket)).isEmpty();
                }
                assertThat(viewer.say("{\"type\":\"ping\"}").next("pong")).isNotNull();
                assertThat(server.get("/health").statusCode()).isEqualTo(200);
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
        }
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
