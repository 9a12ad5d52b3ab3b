package dev.osprey.server.http;

import io.vertx.ext.web.Router;

/** What a server answers to beside its page. */
@FunctionalInterface
public interface Routes {
    /**
     * Adds the routes; called once for each event loop, before it listens. Host and Origin of whatever arrives at them
     * were checked.
     *
     * @param guard for those that are not open to all
     * @param bodies for those that take one: nobody reads a body for a stranger without a tight limit
     */
    void add(Router router, Guard guard, Work work, BodyReader bodies);
}
