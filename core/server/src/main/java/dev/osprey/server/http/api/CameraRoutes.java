package dev.osprey.server.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Bodies;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Lists, makes, changes and removes cameras. */
final class CameraRoutes {
    private final Backend backend;
    private final Work work;

    CameraRoutes(Backend backend, Work work) {
        this.backend = backend;
        this.work = work;
    }

    void list(RoutingContext context) {
        var principal = Guard.principal(context);
        Replies.json(
                context,
                200,
                backend.cameras().stream()
                        .filter(camera -> principal.sees(camera.id()))
                        .toList());
    }

    void get(RoutingContext context) {
        Replies.json(context, 200, visible(context));
    }

    void create(RoutingContext context) {
        Guard.changes(context);
        ObjectNode body = Bodies.object(context);
        String id = Bodies.text(body, "id")
                .orElseThrow(() -> HttpFailure.of(400, "\"id\" is missing: name the camera, such as \"hall\""));
        if (!Guard.principal(context).sees(id)) {
            throw HttpFailure.of(403, "this login may not make the camera \"" + id + "\"");
        }
        body.remove("id");
        work.then(
                context,
                () -> {
                    if (backend.camera(id).isPresent()) {
                        throw HttpFailure.of(
                                409, "there is a camera \"" + id + "\" already: change it with PUT or PATCH");
                    }
                    backend.putCamera(id, body);
                    return stored(id);
                },
                view -> {
                    context.response().putHeader(HttpHeaders.LOCATION, "/api/cameras/" + id);
                    Replies.json(context, 201, view);
                });
    }

    /** PUT: the body is the whole of the camera. */
    void replace(RoutingContext context) {
        Guard.changes(context);
        String id = visible(context).id();
        ObjectNode body = withoutId(Bodies.object(context), id);
        if (!body.hasNonNull("source") && !body.hasNonNull("streams")) {
            throw HttpFailure.of(400, "PUT takes the whole camera, with its source; to change a part use PATCH");
        }
        store(context, id, body);
    }

    /** PATCH: the body says what changes; without a source the one there is stays. */
    void change(RoutingContext context) {
        Guard.changes(context);
        String id = visible(context).id();
        store(context, id, withoutId(Bodies.object(context), id));
    }

    private void store(RoutingContext context, String id, ObjectNode settings) {
        work.json(context, 200, () -> {
            backend.putCamera(id, settings);
            return stored(id);
        });
    }

    void remove(RoutingContext context) {
        Guard.changes(context);
        String id = visible(context).id();
        work.then(
                context,
                () -> {
                    backend.removeCamera(id);
                    return true;
                },
                done -> Replies.none(context));
    }

    /** The camera of the path; one that may not be seen is answered like one that is not there. */
    private CameraView visible(RoutingContext context) {
        return visible(backend, context);
    }

    static CameraView visible(Backend backend, RoutingContext context) {
        String id = context.pathParam("id");
        Optional<CameraView> camera = Guard.principal(context).sees(id) ? backend.camera(id) : Optional.empty();
        return camera.orElseThrow(
                () -> HttpFailure.of(404, "there is no camera \"" + id + "\"; /api/cameras lists those there are"));
    }

    private CameraView stored(String id) {
        return backend.camera(id)
                .orElseThrow(() -> HttpFailure.of(409, "the camera \"" + id + "\" was removed meanwhile"));
    }

    private static ObjectNode withoutId(ObjectNode body, String id) {
        Optional<String> said = Bodies.text(body, "id");
        if (said.isPresent() && !said.get().equals(id)) {
            throw HttpFailure.of(
                    400, "\"id\" is \"" + said.get() + "\", the path says \"" + id + "\": a camera keeps its id");
        }
        body.remove("id");
        return body;
    }
}
