package dev.osprey.server.http.live;

import dev.osprey.engine.fault.Faults;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.event.Cursor;
import dev.osprey.server.event.EventBatch;
import dev.osprey.server.event.EventListener;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.EventQuery;
import dev.osprey.server.event.StoreUnavailableException;
import dev.osprey.server.event.StoredEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one client of the live WebSocket follows of events: cameras, and one place in the log for all of them. A few are
 * on their way at a time; what comes next is read from the log. Owned by the client's context.
 */
final class EventWatch {
    /** Handed to the socket's way out and not written yet. */
    private static final int MOST_UNDER_WAY = 64;

    private static final int AT_ONCE = 32;

    private final Vertx vertx;
    private final Context context;
    private final LiveClient client;
    private final EventLog log;
    private final AtomicBoolean called = new AtomicBoolean();
    private final EventListener listener = stored -> call();
    private final Set<String> cameras = new LinkedHashSet<>();
    private long position = -1;
    private int underWay;
    private int wishes;
    private boolean reading;
    private boolean closed;

    EventWatch(Vertx vertx, Context context, LiveClient client, EventLog log) {
        this.vertx = vertx;
        this.context = context;
        this.client = client;
        this.log = log;
    }

    /**
     * Follows these cameras too.
     *
     * @param after what the client has already, of all cameras; empty: where it is, or what comes from now on
     */
    void follow(Set<String> more, Optional<Cursor> after) throws StoreUnavailableException {
        Cursor end = log.end();
        cameras.addAll(more);
        wishes++;
        if (position < 0) {
            position = end.number();
            log.listen(listener);
        }
        if (after.isPresent()) {
            boolean foreign = !after.get().source().equals(end.source());
            position = foreign ? log.beginning().number() : Math.min(after.get().number(), end.number());
            if (foreign) {
                send(log.gapBetweenLogs());
            }
        }
        pump();
    }

    /** True: nothing is left. */
    boolean leave(Set<String> fewer) {
        cameras.removeAll(fewer);
        return cameras.isEmpty();
    }

    void close() {
        closed = true;
        log.unlisten(listener);
    }

    private EventQuery query() {
        return EventQuery.ALL.withCameras(cameras);
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
        while (!closed && !reading && underWay < MOST_UNDER_WAY) {
            Optional<EventBatch> recent = log.recent(query(), position, AT_ONCE);
            if (recent.isEmpty()) {
                read();
                return;
            }
            take(recent.get());
            if (!recent.get().more()) {
                return;
            }
        }
    }

    private void read() {
        reading = true;
        long from = position;
        int wish = wishes;
        EventQuery query = query();
        vertx.executeBlocking(
                        () -> {
                            EventBatch batch = log.next(query, from, AT_ONCE);
                            batch.events().forEach(Encoded::json);
                            return batch;
                        },
                        false)
                .onComplete(done -> {
                    reading = false;
                    if (closed) {
                        return;
                    }
                    if (done.failed()) {
                        failed(done.cause());
                    } else if (wish == wishes) {
                        take(done.result());
                        pump();
                    } else {
                        pump(); // the client wants something else meanwhile
                    }
                });
    }

    private void failed(Throwable why) {
        if (!(why instanceof StoreUnavailableException)) {
            Faults.OURS.note("reading events for a WebSocket", why);
        }
        client.eventsFailed(String.valueOf(why.getMessage()));
    }

    private void take(EventBatch batch) {
        position = batch.position();
        List<Encoded<StoredEvent>> events = batch.events();
        events.forEach(this::send);
    }

    private void send(Encoded<StoredEvent> event) {
        underWay++;
        client.outlet().text(LiveMessages.event(event.text()), this::sent);
    }

    private void sent() {
        underWay--;
        if (underWay == MOST_UNDER_WAY / 2 || underWay == 0) {
            call();
        }
    }
}
