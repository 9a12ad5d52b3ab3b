package dev.osprey.server.http.api;

import dev.osprey.server.access.Access;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.config.StoreConfig;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.http.HttpSettings;
import dev.osprey.server.http.WebServer;
import dev.osprey.server.http.live.TestSocket;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A real server on a free port, and clients to speak to it with. */
public final class RunningServer implements AutoCloseable {
    public static final String TOKEN = "a-token-for-tests-only";

    public final Vertx vertx = Vertx.vertx();
    public final FakeBackend backend = new FakeBackend().with("gate", "hall");
    public final Access access;
    public final WebServer server;
    public final EventLog events;
    public final WebClient http;
    public final WebSocketClient webSockets;

    public RunningServer(Path data) throws IOException {
        this(data, settings -> settings);
    }

    public RunningServer(Path data, UnaryOperator<HttpSettings> change) throws IOException {
        this.access = Access.open(data, Optional.of(TOKEN), InstantSource.system());
        this.events = EventLog.open(data, StoreConfig.DEFAULT, InstantSource.system());
        backend.events = events;
        HttpSettings settings = change.apply(HttpSettings.plain("127.0.0.1", 0));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.server = await(
                WebServer.start(vertx, settings, access, new ApiRoutes(settings, backend, access, registry), registry));
        this.http = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(server.port())
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setSsl(settings.tls().isPresent()));
        this.webSockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setClosingTimeout(1)
                .setMaxFrameSize(1 << 20)
                .setMaxMessageSize(16 << 20));
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within 10 s", e);
        }
    }

    public String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    public HttpRequest<Buffer> anonymous(HttpMethod method, String path) {
        return http.request(method, path);
    }

    public HttpRequest<Buffer> asAdmin(HttpMethod method, String path) {
        return http.request(method, path).bearerTokenAuthentication(TOKEN);
    }

    public HttpResponse<Buffer> get(String path) {
        return await(asAdmin(HttpMethod.GET, path).send());
    }

    /** Logs in with a one-time code; the result is the Cookie header. */
    public String cookie(AccessRole role) {
        HttpResponse<Buffer> answer = await(anonymous(HttpMethod.POST, "/api/session")
                .putHeader("Origin", origin())
                .sendJsonObject(new JsonObject().put("code", access.issueCode(role))));
        return answer.getHeader("Set-Cookie").split(";", 2)[0];
    }

    public TestSocket live() {
        return live(new WebSocketConnectOptions().addHeader("Authorization", "Bearer " + TOKEN));
    }

    public TestSocket live(WebSocketConnectOptions options) {
        return await(connect(options).map(TestSocket::new));
    }

    public Future<WebSocket> connect(WebSocketConnectOptions options) {
        return webSockets.connect(
                options.setHost("127.0.0.1").setPort(server.port()).setURI("/api/live"));
    }

    @Override
    public void close() {
        await(vertx.close());
        events.close();
    }
}
