package dev.osprey.server.sink;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.fault.LastingThread;
import dev.osprey.engine.plugin.ContextLoader;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.SinkConfig;
import dev.osprey.server.config.SinkFilter;
import dev.osprey.server.event.Cursor;
import dev.osprey.server.event.EventBatch;
import dev.osprey.server.event.EventLog;
import dev.osprey.server.event.EventQuery;
import dev.osprey.server.event.StoreUnavailableException;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.spi.Sink;
import dev.osprey.spi.SinkEvent;
import dev.osprey.spi.SinkException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One sink at work: reads the log on from its own place, on its own thread, and waits where the sink fails. */
@SuppressWarnings("try") // the resource is a scope: nothing in it is used
final class SinkRunner {
    private static final System.Logger LOG = System.getLogger(SinkRunner.class.getName());
    private static final long KEEP_WITHIN_SECONDS = 30;

    /** How far the place may move past what the filter leaves out before it is kept. */
    private static final long UNKEPT = 1000;

    private static final int MOST_DOUBLINGS = 20;

    private final SinkConfig config;
    private final Host host;
    private final OptionalLong newFrom;
    private final EventQuery query;
    private final Wake wake = new Wake();
    private final Thread thread;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private volatile @Nullable String lastError;
    private volatile long position = -1;

    /* Of the sink's thread. */
    private @Nullable Sink sink;
    private long kept = -1;
    private int failedInARow;

    /** What all sinks share. */
    record Host(EventLog log, Path folder, SinkOptions options, CallWatch watch, UnaryOperator<String> redact) {}

    /**
     * @param newFrom where it begins if it is new; empty: at the log's end
     * @param before what runs under its name until now, and was told to stop
     */
    SinkRunner(SinkConfig config, Host host, OptionalLong newFrom, @Nullable SinkRunner before) {
        this.config = config;
        this.host = host;
        this.newFrom = newFrom;
        this.query = query(config.filter());
        this.thread = LastingThread.of("sink-" + config.name(), () -> run(before));
    }

    private static EventQuery query(SinkFilter filter) {
        Set<EventType> types = filter.types().stream()
                .flatMap(type -> EventType.named(type).stream())
                .collect(Collectors.toSet());
        return EventQuery.ALL
                .withCameras(Set.copyOf(filter.cameras()))
                .withTypes(types)
                .withLabels(Set.copyOf(filter.labels()))
                .withZones(Set.copyOf(filter.zones()))
                .withSeverity(filter.severity());
    }

    SinkConfig config() {
        return config;
    }

    void start() {
        thread.start();
    }

    void news() {
        wake.news();
    }

    /** Ends after the call that is under way. */
    void stop() {
        wake.stop();
    }

    /** Whether it has ended by then; it must have been told to stop. */
    boolean awaitEnd(Duration most) {
        try {
            thread.join(Math.max(1, most.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    private void run(@Nullable SinkRunner before) {
        if (before != null && !before.awaitEnd(host.options().deadline().plusSeconds(5))) {
            LOG.log(System.Logger.Level.WARNING, "sink {0}: the one before hangs, and is left behind", config.name());
        }
        try {
            while (!wake.stopped()) {
                step();
            }
        } finally {
            release();
        }
    }

    private void step() {
        try {
            Sink open = opened();
            EventBatch batch = host.log().next(query, place(), host.options().batch());
            if (batch.events().isEmpty()) {
                position = batch.position();
                if (position - kept >= UNKEPT) {
                    keep(position);
                }
                if (!batch.more()) {
                    wake.awaitNews(host.options().poll());
                }
            } else {
                deliver(open, batch);
            }
        } catch (TimeoutException e) {
            overdue.incrementAndGet();
            failed(e);
        } catch (Exception e) {
            failed(e);
        }
    }

    private Sink opened() throws Exception {
        Sink open = sink;
        if (open == null) {
            SinkPlace context = new SinkPlace(config.name(), host.folder());
            host.watch()
                    .call(host.options().deadline(), () -> sink = config.type().create(config.settings(), context));
            open = sink;
            if (open == null) {
                throw new IllegalStateException("the plugin made no sink");
            }
        }
        return open;
    }

    private long place() throws StoreUnavailableException {
        if (position < 0) {
            Optional<Cursor> known = host.log().sinks().position(config.name());
            kept = known.map(Cursor::number).orElse(-1L);
            position = kept >= 0 ? kept : newFrom.orElse(host.log().end().number());
            if (kept < 0) {
                keep(position);
            }
        }
        return position;
    }

    private void deliver(Sink open, EventBatch batch) throws Exception {
        List<SinkEvent> events = batch.events().stream().map(SinkRunner::event).toList();
        try {
            host.watch().call(host.options().deadline(), () -> {
                try (ContextLoader ignored = config.type().inPlugin()) {
                    open.deliver(events);
                }
            });
        } catch (SinkException e) {
            int done = Math.min(e.delivered(), events.size());
            if (done > 0) {
                took(done, number(batch.events().get(done - 1)));
            }
            if (e.kind() != SinkException.Kind.REFUSED || done == events.size()) {
                throw e;
            }
            bury(number(batch.events().get(done)), e);
            return;
        }
        took(events.size(), batch.position());
        well();
    }

    private void took(int count, long upTo) {
        delivered.addAndGet(count);
        position = upTo;
        keep(upTo);
    }

    private void bury(long number, SinkException refusal) throws Exception {
        String reason = words(refusal);
        await(host.log().sinks().bury(config.name(), number, failedInARow + 1, reason));
        dead.incrementAndGet();
        position = number;
        kept = number;
        LOG.log(System.Logger.Level.WARNING, "sink {0}: an event was refused: {1}", config.name(), reason);
        well();
    }

    /** Where it cannot be kept, the sink goes on, and gets some events twice after a restart. */
    private void keep(long upTo) {
        try {
            await(host.log().sinks().advance(config.name(), upTo));
            kept = upTo;
        } catch (InterruptedException e) {
            wake.stop();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "sink {0}: its place was not kept: {1}", config.name(), words(e));
        }
    }

    private static void await(CompletableFuture<?> change) throws Exception {
        Object unused = change.get(KEEP_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    private void well() {
        if (failedInARow > 0) {
            LOG.log(System.Logger.Level.INFO, "sink {0}: goes on after {1} failures", config.name(), failedInARow);
        }
        failedInARow = 0;
        lastError = null;
    }

    private void failed(Exception e) {
        if (wake.stopped()) {
            return;
        }
        failures.incrementAndGet();
        failedInARow++;
        lastError = words(e);
        if (Integer.bitCount(failedInARow) == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "sink {0} failed, for the {1}. time in a row, and tries again: {2}",
                    config.name(),
                    failedInARow,
                    lastError);
        }
        double longest = host.options().longestPause().toMillis();
        double pause = Math.min(
                longest,
                host.options().firstPause().toMillis() * Math.pow(2, Math.min(MOST_DOUBLINGS, failedInARow - 1)));
        wake.pause(Wake.millis(pause * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    }

    private String words(Exception e) {
        return host.redact().apply(e.getMessage() == null ? e.toString() : e.getMessage());
    }

    private void release() {
        if (position > kept) {
            keep(position);
        }
        Sink open = sink;
        sink = null;
        if (open == null) {
            return;
        }
        try {
            host.watch().call(host.options().deadline(), () -> {
                try (ContextLoader ignored = config.type().inPlugin()) {
                    open.close();
                }
            });
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "sink {0} was not closed cleanly: {1}", config.name(), words(e));
        }
    }

    private static long number(Encoded<StoredEvent> event) {
        return stored(event).number();
    }

    private static StoredEvent stored(Encoded<StoredEvent> event) {
        return event.value().orElseThrow(() -> new IllegalStateException("an event of this log has its value"));
    }

    private static SinkEvent event(Encoded<StoredEvent> encoded) {
        StoredEvent stored = stored(encoded);
        Event event = stored.event();
        return new SinkEvent(
                stored.cursor().text(),
                event.type().typeName(),
                event.camera(),
                event.severity().text(),
                event.time(),
                encoded.text());
    }

    SinkFigures figures() {
        return new SinkFigures(
                config.name(),
                config.type().name(),
                lag(),
                delivered.get(),
                dead.get(),
                failures.get(),
                overdue.get(),
                Optional.ofNullable(lastError));
    }

    private Optional<Long> lag() {
        long at = position;
        try {
            return at < 0
                    ? Optional.empty()
                    : Optional.of(Math.max(0, host.log().end().number() - at));
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }
}
