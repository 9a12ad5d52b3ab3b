package dev.osprey.server.http;

import dev.osprey.server.access.Access;
import dev.osprey.server.access.HostRules;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;

/** The table of routes: the guard first, then what the server was given, the page last. */
final class Routing {
    static final long MAX_BODY_BYTES = 1 << 20;

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private static final String NOT_API = "/(?!api(?:/|$)).*";

    private Routing() {}

    static Router router(Vertx vertx, HttpSettings settings, Access access, Work work, Routes routes) {
        Guard guard = new Guard(access, new HostRules(settings.host(), settings.allowedHosts()));
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
        routes.add(router, guard, work);

        Page page = new Page(work);
        router.routeWithRegex(NOT_API)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(page::serve);
        return router;
    }
}
