package dev.osprey.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The dashboard's files, straight from the class path. Open to all: they hold no secret, and show the login. */
final class Page {
    private static final String ROOT = "/dashboard";
    private static final String INDEX = "/index.html";
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Pattern HASHED = Pattern.compile("/assets/.+-[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Work work;
    private final Map<String, File> files = new ConcurrentHashMap<>();

    Page(Work work) {
        this.work = work;
    }

    void serve(RoutingContext context) {
        String path = context.normalizedPath();
        work.then(context, () -> find(path), file -> {
            if (file.isEmpty()) {
                context.next();
            } else {
                send(context, file.get());
            }
        });
    }

    /** A path without an extension is one of the page's own views. */
    private Optional<File> find(String path) throws IOException {
        if (path.equals("/")) {
            return load(INDEX);
        }
        if (!PLAIN.matcher(path).matches()) {
            return Optional.empty();
        }
        boolean view = path.indexOf('.', path.lastIndexOf('/')) < 0;
        return load(view ? INDEX : path);
    }

    private Optional<File> load(String path) throws IOException {
        File known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<File> file = Replies.resource(ROOT + path).map(bytes -> File.of(path, bytes));
        file.ifPresent(found -> files.put(path, found));
        return file;
    }

    private static void send(RoutingContext context, File file) {
        boolean hashed = HASHED.matcher(file.path()).matches();
        boolean packed = file.packed() && Gzip.taken(context.request());
        byte[] bytes = packed ? file.gzip() : file.bytes();
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, hashed ? "public, max-age=31536000, immutable" : "no-cache");
        if (file.packed()) {
            context.response().putHeader(HttpHeaders.VARY, "Accept-Encoding");
        }
        if (packed) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length))
                    .end();
        } else {
            context.response().end(Buffer.buffer(bytes));
        }
    }

    /** As it is, and packed once; the second is empty where that gains nothing. */
    private record File(String path, String type, byte[] bytes, byte[] gzip) {
        static File of(String path, byte[] bytes) {
            String extension = path.substring(path.lastIndexOf('.') + 1);
            String type = TYPES.getOrDefault(extension, "application/octet-stream");
            return new File(path, type, bytes, Gzip.worth(type, bytes.length) ? Gzip.packed(bytes) : new byte[0]);
        }

        boolean packed() {
            return gzip.length > 0;
        }
    }
}
