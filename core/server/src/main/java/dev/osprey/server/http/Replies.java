package dev.osprey.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes answers: JSON, and problem documents (RFC 9457) for all that goes wrong. */
public final class Replies {
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final System.Logger LOG = System.getLogger(Replies.class.getName());
    private static final int[] HANDLED = {
        400, 401, 403, 404, 405, 406, 408, 411, 413, 414, 415, 421, 426, 429, 500, 501, 503
    };

    private Replies() {}

    public static void json(RoutingContext context, int status, Object value) {
        byte[] bytes;
        try {
            bytes = JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
        context.response().setStatusCode(status);
        send(context, "application/json", bytes);
    }

    /** A body of this type, in fewer bytes where that is worth it and the client takes it. */
    public static void send(RoutingContext context, String type, byte[] bytes) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, type);
        boolean worth = Gzip.worth(type, bytes.length);
        if (worth) {
            context.response().putHeader(HttpHeaders.VARY, "Accept-Encoding");
        }
        if (worth && Gzip.taken(context.request())) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(Buffer.buffer(Gzip.packed(bytes)));
        } else {
            context.response().end(Buffer.buffer(bytes));
        }
    }

    public static void none(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    /** Makes the router answer every failure with a problem document. */
    static void problems(Router router) {
        for (int status : HANDLED) {
            router.errorHandler(status, Replies::fail);
        }
    }

    private static void fail(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        Throwable cause = context.failure();
        if (cause instanceof HttpFailure failure) {
            failure.retryAfter()
                    .ifPresent(pause -> context.response().putHeader("Retry-After", Long.toString(pause.toSeconds())));
            problem(context, failure.status(), failure.detail(), failure.problems());
            return;
        }
        int status = context.statusCode() > 0 ? context.statusCode() : 500;
        if (cause instanceof HttpException http) {
            status = http.getStatusCode();
        } else if (cause != null && status >= 500) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    context.request().method() + " " + context.normalizedPath() + " failed",
                    cause);
        }
        problem(context, status, detail(context, status), List.of());
    }

    private static String detail(RoutingContext context, int status) {
        String path = context.normalizedPath();
        return switch (status) {
            case 404 -> "there is nothing at " + path + "; /api/openapi.json lists what there is";
            case 405 -> path + " does not take " + context.request().method() + "; see /api/openapi.json";
            case 500 -> "the server failed on this request; its log says why";
            default -> "the request cannot be answered: "
                    + HttpResponseStatus.valueOf(status).reasonPhrase().toLowerCase(Locale.ROOT);
        };
    }

    private static void problem(RoutingContext context, int status, String detail, List<Problem> problems) {
        if (status == 421 && asksForPages(context)) {
            page(context, status, detail);
            return;
        }
        ObjectNode document = JSON.createObjectNode()
                .put("type", problems.isEmpty() ? "about:blank" : "urn:osprey:problem:configuration")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail);
        if (!problems.isEmpty()) {
            var list = document.putArray("problems");
            problems.forEach(
                    problem -> list.addObject().put("path", problem.path()).put("message", problem.message()));
        }
        if (status == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"osprey\"");
        }
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(document.toString());
    }

    private static boolean asksForPages(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    /** For who typed an address into a browser. */
    private static void page(RoutingContext context, int status, String detail) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end("<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Osprey: " + title
                        + "</title></head>\n<body>\n<h1>Osprey does not answer to this name</h1>\n<p>" + escaped(detail)
                        + "</p>\n</body>\n</html>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A file of the class path; empty: there is none; blocks. */
    public static Optional<byte[]> resource(String path) throws IOException {
        try (InputStream in = Replies.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }
}
