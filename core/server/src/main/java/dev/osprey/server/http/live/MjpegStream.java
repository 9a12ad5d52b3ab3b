package dev.osprey.server.http.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.http.Backend;
import dev.osprey.server.live.JpegSpec;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.live.VideoMessage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client of a camera's MJPEG stream: {@code multipart/x-mixed-replace}, at the client's own pace.
 *
 * <p>Pictures wait in a slot of one, and none is made while one waits: a slow client sees fewer.
 */
public final class MjpegStream implements LiveSink {
    private static final String BOUNDARY = "osprey-picture";
    /** A still camera's picture is sent again, so that nobody between takes the connection for dead. */
    private static final long REPEAT_NANOS = Duration.ofSeconds(10).toNanos();

    private static final Duration TICK = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final BooleanSupplier stillKnown;
    private final Duration stall;
    private final AtomicReference<@Nullable Buffer> newest = new AtomicReference<>();

    // Owned by the context.
    private @Nullable Subscription subscription;
    private @Nullable Buffer last;
    private long wroteNanos = System.nanoTime();
    private long progressNanos = wroteNanos;
    private int underWay;
    private boolean waiting;
    private boolean ended;
    private long timer;

    /**
     * @param stillKnown whether the client's login is still good; the stream ends with it
     * @param stall a client that takes nothing for so long is cut off
     */
    public MjpegStream(
            Vertx vertx, Context context, HttpServerRequest request, BooleanSupplier stillKnown, Duration stall) {
        this.vertx = vertx;
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.stillKnown = stillKnown;
        this.stall = stall;
    }

    /** Called on the context. */
    public void start(Backend backend, String camera, JpegSpec spec) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "multipart/x-mixed-replace; boundary=" + BOUNDARY)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONNECTION, "close");
        response.closeHandler(closed -> end());
        response.exceptionHandler(failed -> end());
        send(Buffer.buffer("--" + BOUNDARY + "\r\n"));
        timer = vertx.setPeriodic(Math.max(10, Math.min(TICK.toMillis(), stall.toMillis() / 4)), tick -> tick());
        subscription = backend.watch(LiveRequest.jpegs(camera, spec), this).orElse(null);
        if (subscription == null) {
            onGone();
        }
    }

    @Override
    public boolean full(long maxLagNanos) {
        // A picture still waits: encoding another one would be work for nobody.
        return newest.get() != null;
    }

    @Override
    public void onStream(StreamInfo info) {
        // Each part of the response says all there is to know of its picture.
    }

    @Override
    public void onVideo(VideoMessage message) {
        if (message.jpeg() && newest.getAndSet(message.data()) == null) {
            context.runOnContext(ignored -> pump());
        }
    }

    @Override
    public void onGone() {
        context.runOnContext(ignored -> {
            if (!ended) {
                response.end("--" + BOUNDARY + "--\r\n");
                end();
            }
        });
    }

    private void pump() {
        if (ended || waiting) {
            return;
        }
        if (response.closed()) {
            end();
            return;
        }
        if (response.writeQueueFull()) {
            waiting = true;
            response.drainHandler(drained -> {
                waiting = false;
                pump();
            });
            return;
        }
        Buffer picture = newest.getAndSet(null);
        if (picture != null) {
            write(picture);
        }
    }

    private void tick() {
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        if (!stillKnown.getAsBoolean() || (underWay > 0 && now - progressNanos > stall.toNanos())) {
            end();
            request.connection().close();
            return;
        }
        Buffer picture = last;
        if (picture != null && now - wroteNanos > REPEAT_NANOS && !response.closed() && !response.writeQueueFull()) {
            write(picture);
        }
    }

    /** The boundary follows its picture at once: browsers show a picture when its boundary has come. */
    private void write(Buffer picture) {
        send(Buffer.buffer("Content-Type: image/jpeg\r\nContent-Length: " + picture.length() + "\r\n\r\n"));
        send(picture);
        send(Buffer.buffer("\r\n--" + BOUNDARY + "\r\n"));
        last = picture;
        wroteNanos = System.nanoTime();
    }

    private void send(Buffer part) {
        if (underWay == 0) {
            progressNanos = System.nanoTime();
        }
        underWay++;
        response.write(part).onComplete(done -> {
            underWay--;
            progressNanos = System.nanoTime();
        });
    }

    private void end() {
        if (!ended) {
            ended = true;
            vertx.cancelTimer(timer);
            Subscription claim = subscription;
            if (claim != null) {
                claim.close();
            }
        }
    }
}
