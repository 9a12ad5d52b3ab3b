package dev.osprey.server.http;

import dev.osprey.server.access.Access;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A listening server; several event loops share its port. */
public final class WebServer {
    private static final int WORKERS = 8;
    private static final int MAX_LOOPS = 4;

    private final Vertx vertx;
    private final HttpSettings settings;
    private final WorkerExecutor workers;
    private final String deployment;
    private final int port;

    private WebServer(Vertx vertx, HttpSettings settings, WorkerExecutor workers, String deployment, int port) {
        this.vertx = vertx;
        this.settings = settings;
        this.workers = workers;
        this.deployment = deployment;
        this.port = port;
    }

    /** The result fails with an {@link IOException} whose message says what to do. */
    public static Future<WebServer> start(
            Vertx vertx, HttpSettings settings, Access access, Routes routes, MeterRegistry registry) {
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("http", WORKERS, 60, TimeUnit.SECONDS);
        HttpVerticle.Shared shared = new HttpVerticle.Shared(
                settings,
                access,
                new Work(workers),
                routes,
                new BodyReader(settings.limits(), registry),
                new Connections(settings.limits(), registry, System::nanoTime));
        List<HttpVerticle> loops = new CopyOnWriteArrayList<>();
        Supplier<HttpVerticle> maker = () -> {
            HttpVerticle loop = new HttpVerticle(shared);
            loops.add(loop);
            return loop;
        };
        int instances = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(maker, new DeploymentOptions().setInstances(instances))
                .map(id ->
                        new WebServer(vertx, settings, workers, id, loops.get(0).port()))
                .recover(failed -> workers.close().transform(closed -> Future.failedFuture(inWords(failed, settings))));
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Its address for a browser on this machine; ends without a slash. */
    public String url() {
        String host = settings.host();
        if (host.equals("0.0.0.0") || host.equals("::") || host.isEmpty()) {
            host = "localhost";
        } else if (host.indexOf(':') >= 0) {
            host = "[" + host + "]";
        }
        return (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + port;
    }

    public Future<Void> close() {
        return vertx.undeploy(deployment).eventually(workers::close);
    }

    private static Throwable inWords(Throwable failed, HttpSettings settings) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String message = String.valueOf(cause.getMessage());
                String why = message.contains("in use")
                        ? "port " + settings.port() + " on " + settings.host() + " is in use by another program"
                        : settings.host() + ":" + settings.port() + " cannot be listened on (" + message + ")";
                return new IOException(why + "; set server.listen or OSPREY_PORT to another", failed);
            }
        }
        String tls = settings.tls()
                .map(files -> "; server.tls names the certificate " + files.certificate() + " and the key "
                        + files.key() + ", both PEM")
                .orElse("");
        return new IOException("the web server does not start: " + failed.getMessage() + tls, failed);
    }
}
