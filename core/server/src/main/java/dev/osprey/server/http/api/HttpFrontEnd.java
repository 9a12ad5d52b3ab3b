package dev.osprey.server.http.api;

import dev.osprey.server.FrontEnd;
import dev.osprey.server.Osprey;
import dev.osprey.server.access.Access;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.config.ServerConfig;
import dev.osprey.server.http.HttpLimits;
import dev.osprey.server.http.HttpSettings;
import dev.osprey.server.http.WebServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The way in over the network, put together for a running server. */
public final class HttpFrontEnd implements FrontEnd {
    private static final int DEADLINE_SECONDS = 30;

    /** How soon a token whose file was replaced is taken notice of. */
    private static final long REFRESH_MILLIS = 5_000;

    private volatile @Nullable WebServer server;
    private volatile @Nullable Access access;

    @Override
    public AutoCloseable start(Osprey osprey) throws IOException {
        Access doorkeeper =
                Access.open(osprey.data(), osprey.options().variable("OSPREY_TOKEN"), InstantSource.system());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        HttpSettings settings = settings(osprey.config().current().server());
        WebServer started;
        try {
            started = await(WebServer.start(
                    osprey.vertx(),
                    settings,
                    doorkeeper,
                    new ApiRoutes(settings, new OspreyBackend(osprey), doorkeeper, registry),
                    registry));
        } catch (IOException e) {
            collections.close();
            throw e;
        }
        server = started;
        access = doorkeeper;
        long refresh = osprey.vertx()
                .setPeriodic(REFRESH_MILLIS, tick -> osprey.vertx().executeBlocking(() -> {
                    doorkeeper.refresh();
                    return true;
                }));
        return () -> {
            osprey.vertx().cancelTimer(refresh);
            await(started.close());
            collections.close();
            registry.close();
        };
    }

    /** The port that it listens on; it has started. */
    public int port() {
        return started(server).port();
    }

    /** Its address for a browser on this machine, without a slash at the end; it has started. */
    public String url() {
        return started(server).url();
    }

    /** The dashboard's address with a fresh one-time code; it has started. */
    public String loginUrl(AccessRole role) {
        return url() + "/#code=" + started(access).issueCode(role);
    }

    private static HttpSettings settings(ServerConfig config) {
        return new HttpSettings(
                config.listen().host(),
                config.listen().port(),
                Optional.ofNullable(config.tls()),
                config.allowedHosts(),
                config.secureCookies(),
                HttpLimits.DEFAULT.withConnections(config.connections(), config.connectionsPerAddress()));
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the web server has not started");
        }
        return part;
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io ? io : new IOException("the web server failed: " + cause, cause);
        } catch (TimeoutException e) {
            throw new IOException("the web server did not answer within " + DEADLINE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the web server started or stopped", e);
        }
    }
}
