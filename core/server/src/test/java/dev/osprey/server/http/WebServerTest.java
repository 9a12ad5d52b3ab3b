package dev.osprey.server.http;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.server.config.TlsFiles;
import dev.osprey.server.http.api.RunningServer;
import dev.osprey.server.http.live.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
    @TempDir
    Path data;

    private final Vertx other = Vertx.vertx();

    @AfterEach
    void close() {
        await(other.close());
    }

    @Test
    void start_portInUse_failsInWords() throws Exception {
        try (RunningServer first = new RunningServer(data)) {
            int taken = first.server.port();
            Future<WebServer> second = WebServer.start(
                    other, HttpSettings.plain("127.0.0.1", taken), first.access, (router, guard, work) -> {});

            Throwable failure = failure(second);

            assertThat(failure)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "port " + taken
                                    + " on 127.0.0.1 is in use by another program; set server.listen or OSPREY_PORT to another");
        }
    }

    @Test
    void start_certificateMissing_failsInWords() throws Exception {
        try (RunningServer plain = new RunningServer(data)) {
            HttpSettings settings = HttpSettings.plain("127.0.0.1", 0)
                    .withTls(new TlsFiles(data.resolve("none.pem"), data.resolve("none.key")));

            Throwable failure = failure(WebServer.start(other, settings, plain.access, (router, guard, work) -> {}));

            assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("none.pem");
        }
    }

    @Test
    void get_overTls_answered() throws Exception {
        Path certificate = copied("tls/certificate.pem");
        Path key = copied("tls/key.pem");
        try (RunningServer server =
                new RunningServer(data, settings -> settings.withTls(new TlsFiles(certificate, key)))) {
            assertThat(server.server.url()).isEqualTo("https://127.0.0.1:" + server.server.port());
            assertThat(server.get("/api/cameras").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void connections_overLimit_areClosed() throws Exception {
        try (RunningServer server = new RunningServer(data, settings -> settings.withMaxConnections(1))) {
            TestSocket first = server.live();
            first.next("hello");

            assertThat(failure(server.anonymous(HttpMethod.GET, "/health").send()))
                    .isNotNull();
            assertThat(first.say("{\"type\":\"ping\"}").next("pong")).isNotNull();
        }
    }

    @Test
    void page_index_isNeverKeptAndAssetsForEver() throws Exception {
        try (RunningServer server = new RunningServer(data)) {
            for (String path : List.of("/", "/cameras/hall")) {
                var index = await(server.anonymous(HttpMethod.GET, path).send());
                assertThat(index.bodyAsString()).as(path).contains("page for tests");
                assertThat(index.getHeader("Cache-Control")).isEqualTo("no-cache");
                assertThat(index.getHeader("Content-Type")).startsWith("text/html");
            }
            var asset = await(server.anonymous(HttpMethod.GET, "/assets/index-a1B2c3D4.js")
                    .send());
            assertThat(asset.getHeader("Cache-Control")).contains("immutable");
            assertThat(asset.getHeader("Content-Type")).startsWith("text/javascript");
        }
    }

    @Test
    void page_pathsOutside_notFound() throws Exception {
        try (RunningServer server = new RunningServer(data)) {
            for (String path : List.of(
                    "/../api/openapi.json", "/%2e%2e/api/openapi.json", "/..%2fapi/openapi.json", "/assets/none.js")) {
                var answer = await(server.anonymous(HttpMethod.GET, path).send());
                assertThat(answer.statusCode()).as(path).isIn(400, 401, 404);
            }
        }
    }

    private static Throwable failure(Future<?> future) throws Exception {
        try {
            future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        }
        throw new AssertionError("it succeeded");
    }

    private Path copied(String resource) throws IOException {
        Path file = data.resolve(Path.of(resource).getFileName().toString());
        try (var in = WebServerTest.class.getResourceAsStream("/" + resource)) {
            Files.copy(in, file);
        }
        return file;
    }
}
