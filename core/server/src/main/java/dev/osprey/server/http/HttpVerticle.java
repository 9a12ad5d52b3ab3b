package dev.osprey.server.http;

import dev.osprey.server.access.Access;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One event loop of the web server. */
final class HttpVerticle extends VerticleBase {
    private static final int IDLE_SECONDS = 75;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    /** What the kernel may hold back for a client that reads slowly: it is old by the time that it arrives. */
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    private final Shared shared;
    private @Nullable HttpServer server;

    HttpVerticle(Shared shared) {
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        HttpServer made = vertx.createHttpServer(options(shared.settings()))
                .connectionHandler(this::count)
                .requestHandler(
                        Routing.router(vertx, shared.settings(), shared.access(), shared.work(), shared.routes()));
        server = made;
        /* Event loops of one deployment share a port that is given as negative: any free one. */
        int port = shared.settings().port();
        return made.listen(port == 0 ? -1 : port, shared.settings().host());
    }

    @Override
    public Future<?> stop() {
        HttpServer running = server;
        return running == null ? Future.succeededFuture() : running.shutdown(1, TimeUnit.SECONDS);
    }

    int port() {
        HttpServer running = server;
        return running == null ? -1 : running.actualPort();
    }

    private void count(HttpConnection connection) {
        AtomicInteger open = shared.connections();
        int now = open.incrementAndGet();
        connection.closeHandler(closed -> open.decrementAndGet());
        if (now > shared.settings().maxConnections()) {
            connection.close();
        }
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
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setTcpNoDelay(true);
        settings.tls().ifPresent(files -> options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(files.certificate().toString())
                        .setKeyPath(files.key().toString())));
        return options;
    }

    /**
     * What all event loops have in common.
     *
     * @param connections open now
     */
    record Shared(HttpSettings settings, Access access, Work work, Routes routes, AtomicInteger connections) {}
}
