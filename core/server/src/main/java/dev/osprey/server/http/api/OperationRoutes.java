package dev.osprey.server.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.text.Names;
import dev.osprey.server.access.Principal;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.Health;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import dev.osprey.server.http.live.EventClients;
import dev.osprey.server.http.live.LiveFigures;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** How the server is and what it has: health, metrics, pipelines, stages, models, and the documents on the API. */
final class OperationRoutes {
    /** Of what is sent, by the names of their files. */
    static final List<String> SCHEMAS = List.of("event.json", "analysis.json", "status.json");

    private final Backend backend;
    private final Work work;
    private final Guard guard;
    private final PrometheusMeterRegistry registry;
    private final Supplier<LiveFigures> live;
    private final EventClients eventClients;

    OperationRoutes(
            Backend backend,
            Work work,
            Guard guard,
            PrometheusMeterRegistry registry,
            Supplier<LiveFigures> live,
            EventClients eventClients) {
        this.backend = backend;
        this.work = work;
        this.guard = guard;
        this.registry = registry;
        this.live = live;
        this.eventClients = eventClients;
    }

    /** Open to all; what is wrong is told in words only to who is logged in. */
    void health(RoutingContext context) {
        Health health = backend.health();
        boolean words = guard.maybe(context).isPresent();
        ObjectNode answer = Replies.JSON.createObjectNode().put("status", health.up() ? "up" : "degraded");
        ArrayNode checks = answer.putArray("checks");
        for (Health.Check check : health.checks()) {
            ObjectNode shown = checks.addObject().put("name", check.name()).put("ok", check.ok());
            if (words && !check.message().isEmpty()) {
                shown.put("message", check.message());
            }
        }
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Replies.json(context, health.up() ? 200 : 503, answer);
    }

    void metrics(RoutingContext context) {
        Principal principal = Guard.principal(context);
        if (!principal.seesAll()) {
            throw HttpFailure.of(403, "metrics tell of all cameras, and this login may see some only");
        }
        work.then(
                context,
                () -> registry.scrape()
                        + new CameraMetrics(backend, live.get()).text()
                        + new EventMetrics(backend.events().figures(), backend.sceneFigures(), eventClients).text()
                        + new SinkMetrics(backend.sinks()).text(),
                text -> Replies.send(
                        context, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
    }

    void pipelines(RoutingContext context) {
        work.json(context, 200, backend::pipelines);
    }

    void stages(RoutingContext context) {
        work.json(context, 200, backend::stages);
    }

    /** Lets a stage run again that is out of use. */
    void releaseStage(RoutingContext context) {
        Guard.changes(context);
        String name = context.pathParam("name");
        int released = backend.releaseStage(name)
                .orElseThrow(() ->
                        HttpFailure.of(404, "there is no stage \"" + name + "\"; /api/stages lists those there are"));
        Replies.json(context, 200, Replies.JSON.createObjectNode().put("released", released));
    }

    void models(RoutingContext context) {
        work.json(context, 200, backend::models);
    }

    void openApi(RoutingContext context) {
        document(context, "openapi.json");
    }

    void asyncApi(RoutingContext context) {
        document(context, "asyncapi.json");
    }

    /** The JSON Schema of what is sent. */
    void schema(RoutingContext context) {
        String name = context.pathParam("name");
        if (!SCHEMAS.contains(name)) {
            throw HttpFailure.of(404, Names.unknown("schema", name, SCHEMAS));
        }
        work.then(
                context,
                () -> Replies.resource("/api/schemas/" + name),
                bytes -> Replies.send(
                        context,
                        "application/schema+json",
                        bytes.orElseThrow(() -> HttpFailure.of(404, name + " is missing from this build"))));
    }

    private void document(RoutingContext context, String name) {
        work.then(
                context,
                () -> Replies.resource("/api/" + name),
                bytes -> Replies.send(
                        context,
                        "application/json",
                        bytes.orElseThrow(() -> HttpFailure.of(404, name + " is missing from this build"))));
    }
}
