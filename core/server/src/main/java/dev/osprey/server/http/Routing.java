package dev.osprey.server.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The table of routes: the guard first, then what the server was given, the page last. */
final class Routing {
    private static final String NOT_API = "/(?!api(?:/|$)).*";

    private Routing() {}

    static Router router(
            Vertx vertx, Handler<RoutingContext> first, Guard guard, Work work, BodyReader bodies, Routes routes) {
        Router router = Router.router(vertx);
        Replies.problems(router);
        router.route().handler(first).handler(guard::headers).handler(guard::hostAndOrigin);
        routes.add(router, guard, work, bodies);
        Page page = new Page(work);
        router.routeWithRegex(NOT_API)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(page::serve);
        return router;
    }
}
