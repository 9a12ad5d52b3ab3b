package dev.osprey.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads request bodies: JSON alone, each up to a limit and within a deadline, all together out of one budget of bytes,
 * which a body gives back when its request is answered. Thread-safe.
 */
public final class BodyReader {
    private static final String BODY = "osprey.body";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final long budget;
    private final Duration deadline;
    private final AtomicLong taken = new AtomicLong();
    private final Counter refused;

    public BodyReader(HttpLimits limits, MeterRegistry registry) {
        this.budget = limits.bodyBytes();
        this.deadline = limits.body();
        this.refused = Counter.builder("osprey.http.bodies.refused")
                .description("Request bodies that were too long, too slow, or found no room")
                .register(registry);
        Gauge.builder("osprey.http.body.bytes", taken, AtomicLong::get)
                .description("Bytes of request bodies held now")
                .register(registry);
    }

    /**
     * Reads the body before the next handler is called; requests that have none are handed on.
     *
     * @param limit in bytes
     */
    public Handler<RoutingContext> upTo(int limit) {
        return context -> {
            if (WITH_BODY.contains(context.request().method())) {
                Bodies.jsonOnly(context);
                new Reading(context, limit).start();
            } else {
                context.next();
            }
        };
    }

    /** What was read; empty where nothing came. */
    static Buffer body(RoutingContext context) {
        Buffer body = context.get(BODY);
        return body == null ? Buffer.buffer() : body;
    }

    /** One body under way; owned by its request's context. */
    private final class Reading {
        private final RoutingContext context;
        private final int limit;
        private final Buffer body = Buffer.buffer();
        private long timer;
        private long held;
        private boolean done;

        Reading(RoutingContext context, int limit) {
            this.context = context;
            this.limit = limit;
        }

        void start() {
            HttpServerRequest request = context.request();
            if (announced(request) > limit) {
                throw refused(tooLong());
            }
            timer = context.vertx()
                    .setTimer(
                            deadline.toMillis(),
                            late -> fail(HttpFailure.of(
                                    408,
                                    "the body must have come within " + deadline.toSeconds() + " s, got "
                                            + body.length() + " bytes of it")));
            context.addEndHandler(ended -> release());
            request.handler(this::part).exceptionHandler(gone -> stop()).endHandler(whole -> end());
            String expect = request.getHeader(HttpHeaders.EXPECT);
            if (expect != null && expect.equalsIgnoreCase("100-continue")) {
                context.response().writeContinue();
            }
        }

        private void part(Buffer part) {
            if (done) {
                return;
            }
            if (body.length() + part.length() > limit) {
                fail(tooLong());
            } else if (taken.addAndGet(part.length()) > budget) {
                taken.addAndGet(-part.length());
                fail(HttpFailure.busy("too many request bodies are under way at once: try again in a moment"));
            } else {
                held += part.length();
                body.appendBuffer(part);
            }
        }

        private void end() {
            if (!done) {
                done = true;
                context.vertx().cancelTimer(timer);
                context.put(BODY, body);
                context.next();
            }
        }

        private void fail(HttpFailure failure) {
            if (!done) {
                stop();
                context.fail(refused(failure));
            }
        }

        private void stop() {
            done = true;
            context.vertx().cancelTimer(timer);
            release();
        }

        private void release() {
            taken.addAndGet(-held);
            held = 0;
        }

        private HttpFailure tooLong() {
            return HttpFailure.of(413, "the body must be no longer than " + limit + " bytes");
        }

        private HttpFailure refused(HttpFailure failure) {
            refused.increment();
            return failure;
        }
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }
}
