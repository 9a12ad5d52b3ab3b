package dev.osprey.server.http.api;

import dev.osprey.engine.text.Names;
import dev.osprey.server.camera.ViewInfo;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Bodies;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import dev.osprey.server.http.live.MjpegStream;
import dev.osprey.server.live.JpegSpec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A camera's newest picture, and its pictures one after the other, for clients that know nothing but JPEG. */
final class PictureRoutes {
    private static final int MIN_WIDTH = 16;
    private static final int MAX_WIDTH = 7680;

    private final Backend backend;
    private final Work work;
    private final Guard guard;
    private final Duration stall;

    PictureRoutes(Backend backend, Work work, Guard guard, Duration stall) {
        this.backend = backend;
        this.work = work;
        this.guard = guard;
        this.stall = stall;
    }

    void snapshot(RoutingContext context) {
        String id = CameraRoutes.visible(backend, context).id();
        Optional<String> view = view(context, id);
        Backend.PictureRequest request =
                new Backend.PictureRequest(id, Bodies.flag(context, "annotated"), width(context), view);
        work.then(context, () -> backend.picture(request), jpeg -> {
            if (jpeg.isEmpty()) {
                throw view.map(name -> noSuchView(id, name))
                        .orElseGet(() -> HttpFailure.of(
                                503, "the camera \"" + id + "\" has no picture yet; its state says why"));
            }
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(Buffer.buffer(jpeg.get()));
        });
    }

    void stream(RoutingContext context) {
        String id = CameraRoutes.visible(backend, context).id();
        String view = view(context, id).orElse("");
        JpegSpec spec = new JpegSpec(width(context), Bodies.flag(context, "annotated"), view);
        Context own = Objects.requireNonNull(Vertx.currentContext(), "requests are handled on a context");
        new MjpegStream(context.vertx(), own, context.request(), guard.stillKnown(context), stall)
                .start(backend, id, spec);
    }

    /** What the camera's pipeline lately gave as images. */
    void views(RoutingContext context) {
        String id = CameraRoutes.visible(backend, context).id();
        Replies.json(context, 200, backend.views(id));
    }

    /** The view that is asked for, which is there. */
    private Optional<String> view(RoutingContext context, String camera) {
        Optional<String> view = Optional.ofNullable(context.request().getParam("view"));
        view.ifPresent(name -> {
            if (Bodies.flag(context, "annotated")) {
                throw HttpFailure.of(
                        400, "results are drawn on the camera's own picture: leave out annotated, or view");
            }
            if (backend.views(camera).stream().noneMatch(there -> there.name().equals(name))) {
                throw noSuchView(camera, name);
            }
        });
        return view;
    }

    private HttpFailure noSuchView(String camera, String view) {
        List<String> there = backend.views(camera).stream().map(ViewInfo::name).toList();
        return HttpFailure.of(
                404,
                there.isEmpty()
                        ? "the camera \"" + camera + "\" has no view \"" + view
                                + "\", nor another one: only stages that make pictures, such as filter, give one"
                        : Names.unknown("view", view, there));
    }

    private static int width(RoutingContext context) {
        return Bodies.number(context, "width", MIN_WIDTH, MAX_WIDTH);
    }
}
