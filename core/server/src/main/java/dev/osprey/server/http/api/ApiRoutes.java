package dev.osprey.server.http.api;

import dev.osprey.server.access.Access;
import dev.osprey.server.config.ShapeKind;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.BodyReader;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpSettings;
import dev.osprey.server.http.Routes;
import dev.osprey.server.http.Work;
import dev.osprey.server.http.live.EventClients;
import dev.osprey.server.http.live.LiveClients;
import dev.osprey.server.http.live.LiveRoute;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;

/** The API's table of routes: what is open to all first, then what one must be known for. */
public final class ApiRoutes implements Routes {
    /** A code or a token, from somebody unknown. */
    private static final int MAX_LOGIN_BYTES = 4 << 10;

    private static final int MAX_BODY_BYTES = 1 << 20;

    private final HttpSettings settings;
    private final Backend backend;
    private final Access access;
    private final PrometheusMeterRegistry registry;
    private final LiveClients live;
    private final EventClients eventClients = new EventClients();

    public ApiRoutes(HttpSettings settings, Backend backend, Access access, PrometheusMeterRegistry registry) {
        this.settings = settings;
        this.backend = backend;
        this.access = access;
        this.registry = registry;
        this.live = new LiveClients(access.instance());
    }

    @Override
    public void add(Router router, Guard guard, Work work, BodyReader bodies) {
        SessionRoutes sessions = new SessionRoutes(access, work, settings.secureCookies());
        CameraRoutes cameras = new CameraRoutes(backend, work);
        PictureRoutes pictures =
                new PictureRoutes(backend, work, guard, settings.limits().stall());
        OperationRoutes operation = new OperationRoutes(backend, work, guard, registry, live::figures, eventClients);
        EventRoutes events =
                new EventRoutes(backend, work, guard, settings.limits().stall(), eventClients);
        LiveRoute liveRoute =
                new LiveRoute(backend, guard, live, settings.limits().stall());

        router.get("/health").handler(operation::health);
        router.post("/api/session").handler(bodies.upTo(MAX_LOGIN_BYTES)).handler(sessions::login);

        router.route("/metrics").handler(guard::known);
        router.route("/api/*").handler(guard::known).handler(bodies.upTo(MAX_BODY_BYTES));
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
        shapes(router, "/api/cameras/:id/zones", new ShapeRoutes(backend, work, ShapeKind.ZONES));
        shapes(router, "/api/cameras/:id/lines", new ShapeRoutes(backend, work, ShapeKind.LINES));
        router.get("/api/cameras/:id/snapshot.jpg").handler(pictures::snapshot);
        router.get("/api/cameras/:id/views").handler(pictures::views);
        router.get("/api/cameras/:id/stream.mjpg").handler(pictures::stream);
        router.get("/api/events").handler(events::list);
        router.get("/api/events/stream").handler(events::stream);
        router.get("/api/events/:id").handler(events::get);
        router.delete("/api/events/:id").handler(events::remove);
        router.post("/api/events/:id/acknowledge").handler(events::acknowledge);
        router.get("/api/events/:id/snapshot.jpg").handler(events::snapshot);
        router.get("/api/events/:id/clip.mp4").handler(events::clip);
        router.get("/api/pipelines").handler(operation::pipelines);
        router.get("/api/stages").handler(operation::stages);
        router.post("/api/stages/:name/release").handler(operation::releaseStage);
        router.get("/api/models").handler(operation::models);
        router.get("/api/openapi.json").handler(operation::openApi);
        router.get("/api/asyncapi.json").handler(operation::asyncApi);
        router.get("/api/schemas/:name").handler(operation::schema);
        router.get("/api/live").handler(liveRoute::open);
    }

    private static void shapes(Router router, String path, ShapeRoutes shapes) {
        router.get(path).handler(shapes::list);
        router.get(path + "/:name").handler(shapes::get);
        router.put(path + "/:name").handler(shapes::put);
        router.delete(path + "/:name").handler(shapes::remove);
    }
}
