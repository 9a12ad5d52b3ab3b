package dev.osprey.server.http;

import dev.osprey.server.access.Access;
import dev.osprey.server.access.HostRules;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;

/** The table of routes: the guard first, what is open next, then what one must be known for. */
final class Routing {
    static final long MAX_BODY_BYTES = 1 << 20;

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private static final String NOT_API = "/(?!api(?:/|$)).*";

    private Routing() {}

    static Router router(
            Vertx vertx,
            HttpSettings settings,
            Backend backend,
            Access access,
            PrometheusMeterRegistry registry,
            Work work,
            LiveClients live) {
        Guard guard = new Guard(access, new HostRules(settings.host(), settings.allowedHosts()));
        SessionRoutes sessions = new SessionRoutes(access, work, settings.secureCookies());
        CameraRoutes cameras = new CameraRoutes(backend, work);
        PictureRoutes pictures = new PictureRoutes(backend, work);
        OperationRoutes operation = new OperationRoutes(backend, work, guard, registry, live::figures);
        LiveRoute liveRoute = new LiveRoute(backend, guard, live, settings.stallTimeout());

        Router router = Router.router(vertx);
        Replies.problems(router);
        router.route().handler(guard::headers).handler(guard::hostAndOrigin);
        BodyHandler bodies = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
        router.route().handler(context -> {
            if (WITH_BODY.contains(context.request().method())) {
                Bodies.jsonOnly(context);
                bodies.handle(context);
            } else {
                context.next();
            }
        });
        router.get("/health").handler(operation::health);
        router.post("/api/session").handler(sessions::login);

        router.route("/metrics").handler(guard::known);
        router.route("/api/*").handler(guard::known);
        router.get("/metrics").handler(operation::metrics);
        router.get("/api/session").handler(sessions::show);
        router.delete("/api/session").handler(sessions::logout);
        router.post("/api/login-codes").handler(sessions::issueCode);
        router.get("/api/cameras").handler(cameras::list);
        router.post("/api/cameras").handler(cameras::create);
        router.get("/api/cameras/:id").handler(cameras::get);
        router.put("/api/cameras/:id").handler(cameras::replace);
        router.patch("/api/cameras/:id").handler(cameras::change);
        router.delete("/api/cameras/:id").handler(cameras::remove);
        router.get("/api/cameras/:id/snapshot.jpg").handler(pictures::snapshot);
        router.get("/api/cameras/:id/stream.mjpg").handler(pictures::stream);
        router.get("/api/pipelines").handler(operation::pipelines);
        router.get("/api/stages").handler(operation::stages);
        router.get("/api/models").handler(operation::models);
        router.get("/api/openapi.json").handler(operation::openApi);
        router.get("/api/asyncapi.json").handler(operation::asyncApi);
        router.get("/api/live").handler(liveRoute::open);

        Page page = new Page(work);
        router.routeWithRegex(NOT_API)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(page::serve);
        return router;
    }
}
