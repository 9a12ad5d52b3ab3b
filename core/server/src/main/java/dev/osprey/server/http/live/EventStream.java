package dev.osprey.server.http.live;

import dev.osprey.server.bus.Encoded;
import dev.osprey.server.event.Cursor;
import dev.osprey.server.event.EventBatch;
import dev.osprey.server.event.EventListener;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.EventQuery;
import dev.osprey.server.event.StoreUnavailableException;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.server.http.Work;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One client of the events' stream (server-sent events), at its own pace.
 *
 * <p>It has a place in the log, and nothing else: what comes next is read from there, from memory if it is new and from
 * the store if not. So there is no seam between what was and what is, and nothing waits for a client that is slow.
 */
public final class EventStream {
    private static final int AT_ONCE = 200;
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Duration TICK = Duration.ofSeconds(5);

    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context context;
    private final EventLog log;
    private final EventQuery query;
    private final Work work;
    private final BooleanSupplier stillKnown;
    private final Duration stall;
    private final EventClients clients;
    private final AtomicBoolean called = new AtomicBoolean();
    private final EventListener listener = stored -> call();

    /* Owned by the context. */
    private String source = "";
    private long position;
    private boolean reading;
    private boolean waiting;
    private boolean ended;
    private int underWay;
    private long progressNanos = System.nanoTime();
    private long wroteNanos = progressNanos;
    private long timer;

    /**
     * @param stillKnown whether the client's login is still good; the stream ends with it
     * @param stall a client that takes nothing for so long is cut off
     */
    public EventStream(
            RoutingContext request,
            Context context,
            EventLog log,
            EventQuery query,
            Work work,
            BooleanSupplier stillKnown,
            Duration stall,
            EventClients clients) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.log = log;
        this.query = query;
        this.work = work;
        this.stillKnown = stillKnown;
        this.stall = stall;
        this.clients = clients;
    }

    /**
     * Called on the context.
     *
     * @param from what the client has already; empty: it wants what comes from now on
     */
    public void start(Optional<Cursor> from) throws StoreUnavailableException {
        Cursor end = log.end();
        source = end.source();
        boolean foreign =
                from.filter(cursor -> !cursor.source().equals(end.source())).isPresent();
        Optional<Encoded<StoredEvent>> gap = foreign ? Optional.of(log.gapBetweenLogs()) : Optional.empty();
        position = foreign
                ? log.beginning().number()
                : Math.min(from.map(Cursor::number).orElse(end.number()), end.number());
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.closeHandler(closed -> end());
        response.exceptionHandler(failed -> end());
        clients.opened();
        send("retry: 2000\n" + beat());
        gap.ifPresent(first -> write(List.of(first)));
        timer = request.vertx()
                .setPeriodic(Math.max(10, Math.min(TICK.toMillis(), stall.toMillis() / 4)), tick -> tick());
        log.listen(listener);
        pump();
    }

    /** There is more in the log; on any thread. */
    private void call() {
        if (called.compareAndSet(false, true)) {
            context.runOnContext(ignored -> {
                called.set(false);
                pump();
            });
        }
    }

    private void pump() {
        while (!ended && !reading && !waiting) {
            if (response.closed()) {
                end();
            } else if (response.writeQueueFull()) {
                waiting = true;
                response.drainHandler(drained -> {
                    waiting = false;
                    pump();
                });
            } else {
                Optional<EventBatch> recent = log.recent(query, position, AT_ONCE);
                if (recent.isEmpty()) {
                    read();
                } else {
                    take(recent.get());
                    if (!recent.get().more()) {
                        return;
                    }
                }
            }
        }
    }

    private void read() {
        reading = true;
        long from = position;
        work.then(
                request,
                () -> {
                    EventBatch batch = log.next(query, from, AT_ONCE);
                    batch.events().forEach(Encoded::json);
                    return batch;
                },
                batch -> {
                    reading = false;
                    take(batch);
                    pump();
                });
    }

    private void take(EventBatch batch) {
        if (ended) {
            return;
        }
        position = batch.position();
        write(batch.events());
    }

    private void write(List<Encoded<StoredEvent>> events) {
        if (events.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Encoded<StoredEvent> event : events) {
            event.value()
                    .ifPresent(value ->
                            text.append("id: ").append(value.cursor().text()).append('\n'));
            text.append("data: ").append(event.text()).append("\n\n");
        }
        send(text.toString());
        clients.sent(events.size());
    }

    /** No event, but the place up to which all was sent: who reconnects need not look at it again. */
    private String beat() {
        return ": beat\nid: " + new Cursor(source, position).text() + "\n\n";
    }

    private void send(String text) {
        if (underWay == 0) {
            progressNanos = System.nanoTime();
        }
        underWay++;
        wroteNanos = System.nanoTime();
        response.write(Buffer.buffer(text)).onComplete(done -> {
            underWay--;
            progressNanos = System.nanoTime();
        });
    }

    private void tick() {
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        boolean stuck = underWay > 0 && now - progressNanos > stall.toNanos();
        if (stuck || !stillKnown.getAsBoolean()) {
            if (stuck) {
                clients.stalled();
            }
            end();
            request.request().connection().close();
        } else if (now - wroteNanos > BEAT.toNanos() && !response.closed() && !response.writeQueueFull()) {
            send(beat());
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            log.unlisten(listener);
            request.vertx().cancelTimer(timer);
            clients.closed();
        }
    }
}
