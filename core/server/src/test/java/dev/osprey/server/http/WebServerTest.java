package dev.osprey.server.http;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.server.config.TlsFiles;
import dev.osprey.server.http.api.RunningServer;
import dev.osprey.server.http.live.TestSocket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
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
                    other,
                    HttpSettings.plain("127.0.0.1", taken),
                    first.access,
                    (router, guard, work, bodies) -> {},
                    new SimpleMeterRegistry());

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

            Throwable failure = failure(WebServer.start(
                    other, settings, plain.access, (router, guard, work, bodies) -> {}, new SimpleMeterRegistry()));

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
        try (RunningServer server =
                new RunningServer(data, settings -> settings.withLimits(limits -> limits.withConnections(1, 1)))) {
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
    void get_overTls_isRememberedForAYearButNotForThisMachine() throws Exception {
        Path certificate = copied("tls/certificate.pem");
        Path key = copied("tls/key.pem");
        try (RunningServer server = new RunningServer(data, settings -> settings.withTls(new TlsFiles(certificate, key))
                .withAllowedHosts(List.of("osprey.example")))) {
            var named = await(server.asAdmin(HttpMethod.GET, "/health")
                    .putHeader("Host", "osprey.example")
                    .send());
            var local = server.get("/health");

            assertThat(named.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(local.getHeader("Strict-Transport-Security")).isNull();
        }
    }

    @Test
    void tls_withoutForwardSecrecy_isRefused() throws Exception {
        Path certificate = copied("tls/certificate.pem");
        Path key = copied("tls/key.pem");
        try (RunningServer server =
                new RunningServer(data, settings -> settings.withTls(new TlsFiles(certificate, key)))) {
            assertThat(handshake(server, "TLS_RSA_WITH_AES_128_GCM_SHA256")).isFalse();
            assertThat(handshake(server, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")).isFalse();
            assertThat(handshake(
                            server, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                    .isTrue();
        }
    }

    private static boolean handshake(RunningServer server, String... ciphers) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(ciphers);
            socket.startHandshake();
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    @Test
    void page_longFile_isPackedForWhoTakesIt() throws Exception {
        try (RunningServer server = new RunningServer(data)) {
            var packed = await(server.anonymous(HttpMethod.GET, "/assets/index-a1B2c3D4.js")
                    .putHeader("Accept-Encoding", "br, gzip;q=0.8")
                    .send());
            var plain = await(server.anonymous(HttpMethod.GET, "/assets/index-a1B2c3D4.js")
                    .send());

            assertThat(packed.getHeader("Content-Encoding")).isEqualTo("gzip");
            assertThat(packed.getHeader("Vary")).isEqualTo("Accept-Encoding");
            assertThat(new GZIPInputStream(
                                    new ByteArrayInputStream(packed.body().getBytes()))
                            .readAllBytes())
                    .isEqualTo(plain.body().getBytes())
                    .hasSizeGreaterThan(packed.body().length());
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
