package dev.osprey.server.http.live;

import dev.osprey.server.access.Principal;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Where a request becomes a live WebSocket; the guard went before. */
public final class LiveRoute {
    private static final System.Logger LOG = System.getLogger(LiveRoute.class.getName());

    private final Backend backend;
    private final Guard guard;
    private final LiveClients clients;
    private final Duration stallTimeout;

    public LiveRoute(Backend backend, Guard guard, LiveClients clients, Duration stallTimeout) {
        this.backend = backend;
        this.guard = guard;
        this.clients = clients;
        this.stallTimeout = stallTimeout;
    }

    public void open(RoutingContext context) {
        if (!context.request().canUpgradeToWebSocket()) {
            context.response().putHeader("Upgrade", "websocket");
            throw HttpFailure.of(426, "/api/live speaks WebSocket; /api/asyncapi.json says what");
        }
        Principal principal = Guard.principal(context);
        BooleanSupplier stillKnown = guard.stillKnown(context);
        Context own = Objects.requireNonNull(Vertx.currentContext(), "requests are handled on a context");
        context.request()
                .toWebSocket()
                .onSuccess(socket -> new LiveClient(
                                context.vertx(), own, socket, backend, principal, stillKnown, clients, stallTimeout)
                        .start())
                .onFailure(failed ->
                        LOG.log(System.Logger.Level.DEBUG, "a WebSocket was not opened: {0}", failed.getMessage()));
    }
}
