package dev.osprey.server.http.api;

import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Bodies;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Work;
import dev.osprey.server.http.live.MjpegStream;
import dev.osprey.server.live.JpegSpec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
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
        Optional<String> stage = Optional.ofNullable(context.request().getParam("stage"));
        Backend.PictureRequest request =
                new Backend.PictureRequest(id, Bodies.flag(context, "annotated"), width(context), stage);
        work.then(context, () -> backend.picture(request), jpeg -> {
            if (jpeg.isEmpty()) {
                throw HttpFailure.of(
                        stage.isPresent() ? 404 : 503,
                        stage.map(name -> "the stage \"" + name + "\" gave no picture for the newest frame of \"" + id
                                        + "\": only stages that make pictures, such as filter, have one")
                                .orElse("the camera \"" + id + "\" has no picture yet; its state says why"));
            }
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(Buffer.buffer(jpeg.get()));
        });
    }

    void stream(RoutingContext context) {
        String id = CameraRoutes.visible(backend, context).id();
        JpegSpec spec = new JpegSpec(width(context), Bodies.flag(context, "annotated"));
        Context own = Objects.requireNonNull(Vertx.currentContext(), "requests are handled on a context");
        new MjpegStream(context.vertx(), own, context.request(), guard.stillKnown(context), stall)
                .start(backend, id, spec);
    }

    private static int width(RoutingContext context) {
        return Bodies.number(context, "width", MIN_WIDTH, MAX_WIDTH);
    }
}
