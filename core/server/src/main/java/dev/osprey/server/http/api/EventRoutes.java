package dev.osprey.server.http.api;

import dev.osprey.server.access.Principal;
import dev.osprey.server.event.Cursor;
import dev.osprey.server.event.EventFiles;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.EventPage;
import dev.osprey.server.event.EventQuery;
import dev.osprey.server.event.StoreUnavailableException;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Bodies;
import dev.osprey.server.http.Guard;
import dev.osprey.server.http.HttpFailure;
import dev.osprey.server.http.Replies;
import dev.osprey.server.http.Work;
import dev.osprey.server.http.live.EventClients;
import dev.osprey.server.http.live.EventParameters;
import dev.osprey.server.http.live.EventStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What has happened: lists, single events with their pictures and clips, and the stream of those to come. */
final class EventRoutes {
    private static final int USUAL_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final int CHANGE_SECONDS = 30;

    private final Backend backend;
    private final Work work;
    private final Guard guard;
    private final Duration stall;
    private final EventClients clients;

    EventRoutes(Backend backend, Work work, Guard guard, Duration stall, EventClients clients) {
        this.backend = backend;
        this.work = work;
        this.guard = guard;
        this.stall = stall;
        this.clients = clients;
    }

    /** Oldest first behind a cursor, newest first without one or before one. */
    void list(RoutingContext context) {
        EventQuery query = EventParameters.query(context, Guard.principal(context));
        Optional<String> after = EventParameters.text(context.queryParams(), "after");
        Optional<String> before = EventParameters.text(context.queryParams(), "before");
        if (after.isPresent() && before.isPresent()) {
            throw HttpFailure.of(
                    400, "after and before exclude each other: after is oldest first, before newest first");
        }
        int given = Bodies.number(context, "limit", 1, MAX_LIMIT);
        int limit = given == 0 ? USUAL_LIMIT : given;
        EventLog log = backend.events();
        work.then(
                context,
                () -> {
                    if (after.isPresent()) {
                        long from = EventParameters.OLDEST.equals(after.get())
                                ? log.beginning().number()
                                : own(log, EventParameters.cursor("after", after.get()));
                        return upwards(log, log.after(query, from, limit));
                    }
                    long until = before.isPresent()
                            ? own(log, EventParameters.cursor("before", before.get()))
                            : log.end().number() + 1;
                    return downwards(log, log.before(query, until, limit));
                },
                text -> Replies.send(context, "application/json", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static long own(EventLog log, Cursor cursor) throws StoreUnavailableException {
        if (!cursor.source().equals(log.source())) {
            throw HttpFailure.of(
                    410,
                    "this cursor is of another log, as the store was replaced: begin with after="
                            + EventParameters.OLDEST);
        }
        return cursor.number();
    }

    private static String upwards(EventLog log, EventPage page) throws StoreUnavailableException {
        return answer(log, page, page.last(), Optional.empty());
    }

    private static String downwards(EventLog log, EventPage page) throws StoreUnavailableException {
        return answer(log, page, page.last(), page.more() ? Optional.of(page.first()) : Optional.empty());
    }

    private static String answer(EventLog log, EventPage page, long next, Optional<Long> before)
            throws StoreUnavailableException {
        String source = log.source();
        List<String> events = new ArrayList<>();
        page.events().forEach(event -> events.add(log.shown(event).text()));
        return "{\"events\":[" + String.join(",", events) + "],\"next\":\"" + new Cursor(source, next).text() + "\""
                + before.map(number -> ",\"before\":\"" + new Cursor(source, number).text() + "\"")
                        .orElse("")
                + "}";
    }

    void get(RoutingContext context) {
        EventLog log = backend.events();
        Cursor id = id(context);
        Principal principal = Guard.principal(context);
        work.then(
                context,
                () -> log.shown(visible(log, id, principal)).text(),
                text -> Replies.send(context, "application/cloudevents+json", text.getBytes(StandardCharsets.UTF_8)));
    }

    void remove(RoutingContext context) {
        Guard.changes(context);
        EventLog log = backend.events();
        Cursor id = id(context);
        Principal principal = Guard.principal(context);
        work.then(context, () -> log.delete(visible(log, id, principal)), done -> Replies.none(context));
    }

    void acknowledge(RoutingContext context) {
        Guard.changes(context);
        EventLog log = backend.events();
        Cursor id = id(context);
        Principal principal = Guard.principal(context);
        work.then(
                context,
                () -> {
                    visible(log, id, principal);
                    try {
                        log.acknowledge(id, principal.name()).get(CHANGE_SECONDS, TimeUnit.SECONDS);
                    } catch (ExecutionException | TimeoutException e) {
                        throw new StoreUnavailableException(
                                log.problem().orElse("the event store takes too long: try again in a moment"), e);
                    }
                    return log.shown(visible(log, id, principal)).text();
                },
                text -> Replies.send(context, "application/cloudevents+json", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Cursor id(RoutingContext context) {
        String text = context.pathParam("id");
        return Cursor.parse(text).orElseThrow(() -> unknown(text));
    }

    private static HttpFailure unknown(String id) {
        return HttpFailure.of(404, "there is no event \"" + id + "\"; /api/events lists those there are");
    }

    /** One that may not be seen is answered like one that is not there. */
    private static StoredEvent visible(EventLog log, Cursor id, Principal principal) throws StoreUnavailableException {
        return log.find(id)
                .filter(event -> principal.sees(event.event().camera()))
                .orElseThrow(() -> unknown(id.text()));
    }

    void snapshot(RoutingContext context) {
        file(context, EventFiles.Kind.SNAPSHOT);
    }

    void clip(RoutingContext context) {
        file(context, EventFiles.Kind.CLIP);
    }

    private record Found(Path path, long bytes) {}

    private void file(RoutingContext context, EventFiles.Kind kind) {
        EventLog log = backend.events();
        Cursor id = id(context);
        Principal principal = Guard.principal(context);
        work.then(
                context,
                () -> {
                    Path path = log.files()
                            .find(kind, visible(log, id, principal))
                            .orElseThrow(() -> HttpFailure.of(
                                    404,
                                    "the event " + id + " has no " + kind.fileName()
                                            + ": there was none, or retention has removed it"));
                    return new Found(path, Files.size(path));
                },
                found -> send(context, kind, found));
    }

    private static void send(RoutingContext context, EventFiles.Kind kind, Found found) {
        ByteRange range = ByteRange.of(context.request().getHeader("Range"), found.bytes());
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, kind.mediaType())
                .putHeader("Accept-Ranges", "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=60");
        if (range.empty()) {
            context.response().putHeader("Content-Range", "bytes */" + found.bytes());
            throw HttpFailure.of(416, "the file has " + found.bytes() + " bytes");
        }
        if (range.part()) {
            context.response()
                    .setStatusCode(206)
                    .putHeader(
                            "Content-Range",
                            "bytes " + range.from() + "-" + (range.from() + range.length() - 1) + "/" + found.bytes());
        }
        context.response()
                .sendFile(found.path().toString(), range.from(), range.length())
                .onFailure(context::fail);
    }

    /** Server-sent events, from where the client left off. */
    void stream(RoutingContext context) {
        try {
            open(context);
        } catch (StoreUnavailableException e) {
            throw HttpFailure.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private void open(RoutingContext context) throws StoreUnavailableException {
        EventQuery query = EventParameters.query(context, Guard.principal(context));
        EventLog log = backend.events();
        String header = context.request().getHeader("Last-Event-ID");
        Optional<String> given = header == null || header.isEmpty()
                ? EventParameters.text(context.queryParams(), "after")
                : Optional.of(header);
        Optional<Cursor> from = Optional.empty();
        if (given.isPresent()) {
            from = Optional.of(
                    EventParameters.OLDEST.equals(given.get())
                            ? log.beginning()
                            : EventParameters.cursor("after", given.get()));
        }
        Context own = Objects.requireNonNull(Vertx.currentContext(), "requests are handled on a context");
        new EventStream(context, own, log, query, work, guard.stillKnown(context), stall, clients).start(from);
    }
}
