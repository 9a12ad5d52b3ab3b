package dev.osprey.server.http.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.server.access.Principal;
import dev.osprey.server.event.Cursor;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.StoreUnavailableException;
import dev.osprey.server.http.Backend;
import dev.osprey.server.http.Replies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One client of the live WebSocket: does what its messages ask, and closes it when it is of no use any more. */
final class LiveClient {
    /** Cameras that one client may follow. */
    static final int MAX_CAMERAS = 256;

    /** A message from a client, whole. */
    private static final int MAX_MESSAGE_BYTES = 64 << 10;

    /** Messages from a client between two looks of the timer. */
    static final int MAX_MESSAGES_PER_TICK = 500;

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration PING_EVERY = Duration.ofSeconds(20);
    private static final Duration SILENT = Duration.ofSeconds(60);
    private static final short POLICY = 1008;
    private static final short TRY_LATER = 1013;
    private static final short TOO_LONG = 1009;

    private final Vertx vertx;
    private final Context context;
    private final ServerWebSocket socket;
    private final Outlet outlet;
    private final Backend backend;
    private final Principal principal;
    private final BooleanSupplier stillKnown;
    private final LiveClients clients;
    private final Duration stallTimeout;

    /* Owned by the context. */
    private final Map<String, CameraWatch> watches = new HashMap<>();
    private @Nullable EventWatch events;
    private long timer;
    private long heardNanos = System.nanoTime();
    private long pingedNanos = heardNanos;
    private int messages;
    private boolean closed;

    LiveClient(
            Vertx vertx,
            Context context,
            ServerWebSocket socket,
            Backend backend,
            Principal principal,
            BooleanSupplier stillKnown,
            LiveClients clients,
            Duration stallTimeout) {
        this.vertx = vertx;
        this.context = context;
        this.socket = socket;
        this.outlet = new Outlet(socket, context, System::nanoTime);
        this.backend = backend;
        this.principal = principal;
        this.stillKnown = stillKnown;
        this.clients = clients;
        this.stallTimeout = stallTimeout;
    }

    /** Called on the context, before anything has been read. */
    void start() {
        clients.add(this);
        socket.textMessageHandler(this::heard);
        socket.binaryMessageHandler(binary -> error("bad-message", "this server reads JSON as text, got binary"));
        socket.pongHandler(pong -> {
            heardNanos = System.nanoTime();
            outlet.ponged(pong);
        });
        socket.exceptionHandler(this::failed);
        socket.closeHandler(done -> end());
        long tick = Math.max(10, Math.min(TICK.toMillis(), stallTimeout.toMillis() / 4));
        timer = vertx.setPeriodic(tick, ignored -> tick());
        say(LiveMessages.hello(clients.node(), InstantSource.system().instant()));
    }

    /** A message in pieces that grows too long is reported here, and the socket would stay open without its reader. */
    private void failed(Throwable cause) {
        if (cause instanceof IOException) {
            end();
        } else {
            close(TOO_LONG, "a message may have at most " + MAX_MESSAGE_BYTES + " bytes, in however many frames");
        }
    }

    private void heard(String text) {
        if (closed) {
            return;
        }
        heardNanos = System.nanoTime();
        messages++;
        if (messages > MAX_MESSAGES_PER_TICK) {
            close(POLICY, "too many messages");
            return;
        }
        try {
            JsonNode node = Replies.JSON.readTree(text);
            if (node instanceof ObjectNode message) {
                act(message);
            } else {
                error("bad-message", "a message must be a JSON object");
            }
        } catch (JsonProcessingException e) {
            error("bad-message", "a message must be JSON: " + e.getOriginalMessage());
        }
    }

    private void act(ObjectNode message) {
        String type = message.path("type").asText("");
        switch (type) {
            case "subscribe" -> SubscribeMessage.read(message, this::error).ifPresent(this::subscribe);
            case "unsubscribe" -> SubscribeMessage.readEnd(message, this::error).ifPresent(this::unsubscribe);
            case "ping" -> say(LiveMessages.pong(message, InstantSource.system().instant()));
            default -> error(
                    "unknown-type", "a message's type must be subscribe, unsubscribe or ping, got \"" + type + "\"");
        }
    }

    private void subscribe(SubscribeMessage wish) {
        Set<String> known = new LinkedHashSet<>();
        for (String camera : wish.cameras()) {
            if (knows(camera)) {
                known.add(camera);
                follow(camera, wish);
            }
        }
        if (wish.channels().contains(SubscribeMessage.EVENTS) && !known.isEmpty()) {
            followEvents(known, wish.after());
        }
    }

    private void unsubscribe(SubscribeMessage wish) {
        wish.cameras().forEach(camera -> leave(camera, wish));
        EventWatch watch = events;
        if (watch != null && wish.channels().contains(SubscribeMessage.EVENTS) && watch.leave(wish.cameras())) {
            watch.close();
            events = null;
        }
    }

    private void followEvents(Set<String> cameras, Optional<String> after) {
        try {
            EventLog log = backend.events();
            Optional<Cursor> from = after.isEmpty()
                    ? Optional.empty()
                    : after.get().equals(EventParameters.OLDEST)
                            ? Optional.of(log.beginning())
                            : Cursor.parse(after.get());
            if (after.isPresent() && from.isEmpty()) {
                error("unknown-cursor", "\"after\" must be an event's id or " + EventParameters.OLDEST);
                return;
            }
            EventWatch watch = events;
            if (watch == null) {
                watch = new EventWatch(vertx, context, this, log);
                events = watch;
            }
            watch.follow(cameras, from);
        } catch (StoreUnavailableException e) {
            eventsFailed(String.valueOf(e.getMessage()));
        }
    }

    /** Events are followed no longer: the client may subscribe again. */
    void eventsFailed(String why) {
        EventWatch watch = events;
        if (watch != null) {
            watch.close();
            events = null;
        }
        error("events-unavailable", why + "; subscribe again from where you are");
    }

    private boolean knows(String camera) {
        if (principal.sees(camera) && backend.camera(camera).isPresent()) {
            return true;
        }
        say(LiveMessages.cameraError(
                "unknown-camera", camera, "there is no camera \"" + camera + "\"; /api/cameras lists those there are"));
        return false;
    }

    private void follow(String camera, SubscribeMessage wish) {
        if (wish.channels().equals(Set.of(SubscribeMessage.EVENTS))) {
            return;
        }
        CameraWatch watch = watches.get(camera);
        if (watch == null) {
            if (watches.size() == MAX_CAMERAS) {
                say(LiveMessages.cameraError(
                        "too-many-cameras",
                        camera,
                        "one connection follows at most " + MAX_CAMERAS + " cameras: unsubscribe from some first"));
                return;
            }
            watch = new CameraWatch(camera, this, backend);
            watches.put(camera, watch);
        }
        watch.follow(wish);
    }

    private void leave(String camera, SubscribeMessage wish) {
        CameraWatch watch = watches.get(camera);
        if (watch != null && watch.leave(wish)) {
            watches.remove(camera);
        }
    }

    Outlet outlet() {
        return outlet;
    }

    /** The camera was removed; called on any thread. */
    void gone(String camera) {
        context.runOnContext(ignored -> {
            CameraWatch watch = watches.remove(camera);
            if (watch != null) {
                watch.close();
                say(LiveMessages.cameraError("camera-removed", camera, "the camera \"" + camera + "\" was removed"));
            }
        });
    }

    LiveClients clients() {
        return clients;
    }

    /** May be called on any thread, a camera's own among them: what follows from it happens on the context. */
    void say(String text) {
        if (!outlet.control(text)) {
            context.runOnContext(ignored -> close(POLICY, "it reads nothing of what it asks for"));
        }
    }

    void error(String code, String text) {
        say(LiveMessages.error(code, text));
    }

    private void tick() {
        messages = 0;
        long now = System.nanoTime();
        if (outlet.stalled(stallTimeout.toNanos())) {
            clients.stalled();
            close(TRY_LATER, "it took nothing for " + stallTimeout.toSeconds() + " s");
            return;
        }
        if (now - heardNanos > SILENT.toNanos()) {
            close(POLICY, "nothing was heard of it for " + SILENT.toSeconds() + " s");
            return;
        }
        if (!stillKnown.getAsBoolean()) {
            close(POLICY, "logged out");
            return;
        }
        if (now - pingedNanos > PING_EVERY.toNanos() && !socket.isClosed()) {
            pingedNanos = now;
            socket.writePing(Buffer.buffer());
        }
    }

    /** Called on the context. A client that does not read does not see a close frame either: after a moment the connection is cut. */
    void close(short code, String reason) {
        outlet.close();
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
        end();
    }

    private void end() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(timer);
            outlet.close();
            watches.values().forEach(CameraWatch::close);
            watches.clear();
            EventWatch watch = events;
            if (watch != null) {
                watch.close();
            }
            clients.remove(this);
        }
    }
}
