package dev.osprey.server.http;

import dev.osprey.server.access.Access;
import dev.osprey.server.access.AttemptLimiter;
import dev.osprey.server.access.HostRules;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop of the web server, with the connections that fall to it. */
final class HttpVerticle extends VerticleBase {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    /** What the kernel may hold back for a client that reads slowly: it is old by the time that it arrives. */
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    /** Who still sends when it has been answered gets so long to take note. */
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long SWEEP_MILLIS = 1000;

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

    /** Keys of each connection's own, so that who records it and gets our key one day still cannot read it. */
    private static final List<String> FORWARD_SECRET = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final Shared shared;
    private @Nullable HttpServer server;

    /* Owned by the context. */
    private final Map<HttpConnection, Visit> visits = new HashMap<>();
    private long sweep;

    HttpVerticle(Shared shared) {
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        HttpSettings settings = shared.settings();
        Guard guard = new Guard(
                shared.access(),
                new HostRules(settings.host(), settings.allowedHosts()),
                settings.secureCookies(),
                this::known);
        Router router = Routing.router(vertx, this::follow, guard, shared.work(), shared.bodies(), shared.routes());
        HttpServer made = vertx.createHttpServer(options(settings))
                .connectionHandler(this::admit)
                .requestHandler(router);
        server = made;
        sweep = vertx.setPeriodic(
                Math.min(SWEEP_MILLIS, settings.limits().headers().toMillis()), tick -> sweep());
        /* Event loops of one deployment share a port that is given as negative: any free one. */
        int port = settings.port();
        return made.listen(port == 0 ? -1 : port, settings.host());
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(sweep);
        HttpServer running = server;
        return running == null ? Future.succeededFuture() : running.shutdown(1, TimeUnit.SECONDS);
    }

    int port() {
        HttpServer running = server;
        return running == null ? -1 : running.actualPort();
    }

    private void admit(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        Visit visit =
                new Visit(AttemptLimiter.network(address == null ? "" : address), connection::close, System::nanoTime);
        if (shared.connections().admit(visit)) {
            visits.put(connection, visit);
            connection.closeHandler(closed -> {
                visits.remove(connection);
                shared.connections().left(visit);
            });
        }
    }

    private void known(HttpConnection connection) {
        Visit visit = visits.get(connection);
        if (visit != null) {
            shared.connections().known(visit);
        }
    }

    /** Before every other handler: a connection with a request in hand is not idle. */
    private void follow(RoutingContext context) {
        Visit visit = visits.get(context.request().connection());
        if (visit != null) {
            visit.requested();
            context.addEndHandler(ended -> visit.answered(context.request().isEnded(), LINGER_NANOS));
        }
        context.next();
    }

    private void sweep() {
        HttpLimits limits = shared.settings().limits();
        List.copyOf(visits.values()).stream()
                .filter(visit -> visit.overdue(limits))
                .forEach(shared.connections()::late);
    }

    private static HttpServerOptions options(HttpSettings settings) {
        HttpServerOptions options = new HttpServerOptions()
                .setUseAlpn(false)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setWebSocketClosingTimeout(2)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout((int) Math.max(1, settings.limits().idle().toSeconds()))
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setTcpNoDelay(true);
        settings.tls().ifPresent(files -> {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(files.certificate().toString())
                            .setKeyPath(files.key().toString()));
            options.getSslOptions().setEnabledSecureTransportProtocols(TLS_VERSIONS);
            FORWARD_SECRET.forEach(options.getSslOptions()::addEnabledCipherSuite);
        });
        return options;
    }

    /** What all event loops have in common. */
    record Shared(
            HttpSettings settings,
            Access access,
            Work work,
            Routes routes,
            BodyReader bodies,
            Connections connections) {}
}
