package dev.osprey.server.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.server.config.Shape;
import dev.osprey.server.config.ShapeKind;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Bodies;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import io.vertx.ext.web.RoutingContext;

/** Lists, makes, changes and removes the zones, or the lines, of a camera. */
final class ShapeRoutes {
    private final Backend backend;
    private final Work work;
    private final ShapeKind kind;

    ShapeRoutes(Backend backend, Work work, ShapeKind kind) {
        this.backend = backend;
        this.work = work;
        this.kind = kind;
    }

    void list(RoutingContext context) {
        String camera = CameraRoutes.visible(backend, context).id();
        ArrayNode list = Replies.JSON.createArrayNode();
        backend.shapes(kind, camera).forEach(shape -> list.add(written(shape)));
        Replies.json(context, 200, list);
    }

    void get(RoutingContext context) {
        String camera = CameraRoutes.visible(backend, context).id();
        Replies.json(context, 200, stored(camera, context.pathParam("name")));
    }

    /** PUT: the body is the whole of it. */
    void put(RoutingContext context) {
        Guard.changes(context);
        String camera = CameraRoutes.visible(backend, context).id();
        String name = context.pathParam("name");
        ObjectNode body = Bodies.object(context);
        Bodies.text(body, "name").filter(said -> !said.equals(name)).ifPresent(said -> {
            throw HttpFailure.of(
                    400,
                    "\"name\" is \"" + said + "\", the path says \"" + name + "\": a " + kind.one()
                            + " keeps its name");
        });
        body.remove("name");
        body.remove("origin");
        work.json(context, 200, () -> {
            backend.putShape(kind, camera, name, body);
            return stored(camera, name);
        });
    }

    void remove(RoutingContext context) {
        Guard.changes(context);
        String camera = CameraRoutes.visible(backend, context).id();
        String name = context.pathParam("name");
        stored(camera, name);
        work.then(
                context,
                () -> {
                    backend.removeShape(kind, camera, name);
                    return true;
                },
                done -> Replies.none(context));
    }

    private ObjectNode stored(String camera, String name) {
        return backend.shapes(kind, camera).stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .map(ShapeRoutes::written)
                .orElseThrow(() -> HttpFailure.of(
                        404,
                        "the camera \"" + camera + "\" has no " + kind.one() + " \"" + name + "\"; /api/cameras/"
                                + camera + "/" + kind.key() + " lists those there are"));
    }

    private static ObjectNode written(Shape shape) {
        ObjectNode written = Replies.JSON.createObjectNode();
        written.put("name", shape.name());
        written.put("origin", shape.origin().text());
        return written.setAll(shape.settings());
    }
}
