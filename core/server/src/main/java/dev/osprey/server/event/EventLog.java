package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.fault.LastingThread;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One server's log of events, of all its cameras: numbered without gaps, on the disk before anybody is told. Thread-safe.
 *
 * <p>Appending never blocks. Reading does, but for {@link #recent}; it fails while the store is away.
 */
public final class EventLog implements AutoCloseable {
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(15);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Database database;
    private final InstantSource clock;
    private final EventQueue queue;
    private final Tail tail;
    private final Readers readers;
    private final EventFiles files;
    private final EventWriter writer;
    private final Retention retention;
    private final Thread writing;
    private final Thread sweeping;
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong removed = new AtomicLong();

    EventLog(Database database, Path data, LogOptions options, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.queue = new EventQueue(options.queue(), System::nanoTime);
        this.tail = new Tail(options.tail());
        this.readers = new Readers(database);
        this.files = new EventFiles(data.resolve("events"));
        this.writer = new EventWriter(database, queue, options, clock, new Told());
        this.retention = new Retention(this, files, options, clock);
        this.writing = LastingThread.of("event-log", writer);
        this.sweeping = LastingThread.of("event-sweep", retention);
        writing.start();
        sweeping.start();
    }

    /**
     * Begins to write as soon as the store can be opened, and tries until then. Blocks for the first attempt, but not for
     * long.
     *
     * @param data the server's folder; pictures and clips are in its folder {@code events}
     */
    public static EventLog open(Path data, StoreConfig config, InstantSource clock) {
        Database database = config.url().isPresent()
                ? new PostgresDatabase(
                        config.url().get(),
                        config.user().orElse(null),
                        config.password().orElse(null))
                : new SqliteDatabase(data);
        LogOptions options =
                LogOptions.DEFAULT.withLimits(limit(config.events()), limit(config.pictures()), limit(config.clips()));
        EventLog log = new EventLog(database, data, options, clock);
        log.writer.awaitFirstTry(OPEN_WITHIN);
        return log;
    }

    private static Limit limit(StoreConfig.Kept kept) {
        return new Limit(kept.age(), kept.bytes());
    }

    /** On the log's thread, what is on the disk. */
    private final class Told implements EventWriter.Committed {
        @Override
        public void opened(Totals totals) {
            tail.begin(totals.last());
        }

        @Override
        public void events(Totals now, long first, List<EventQueue.Item> items) {
            List<Encoded<StoredEvent>> stored = new ArrayList<>(items.size());
            List<Runnable> done = new ArrayList<>(items.size());
            for (EventQueue.Item item : items) {
                NewEvent event = item.event();
                if (event != null) {
                    StoredEvent one = new StoredEvent(
                            new Cursor(now.source(), first + stored.size()),
                            event.event(),
                            event.data(),
                            Optional.empty());
                    stored.add(Encoded.of(one, value -> CloudEventJson.write(value, files.linksToLately(value))));
                    done.add(() -> item.done(one));
                }
            }
            /* Who is told that it is stored finds it. */
            tail.add(stored);
            done.forEach(Runnable::run);
            if (!stored.isEmpty()) {
                List<Encoded<StoredEvent>> all = List.copyOf(stored);
                listeners.forEach(listener -> Faults.OURS.contain("telling of events", () -> listener.stored(all)));
            }
        }
    }

    private Encoded<StoredEvent> encoded(StoredEvent event) {
        return Encoded.of(event, value -> CloudEventJson.write(value, files.links(value)));
    }

    /**
     * Hands an event in; never blocks. The result is there once it is on the disk, and is completed on the log's own
     * thread: what follows from it must not block. It fails with {@link GivenUpException} if the event will never be in
     * the log.
     */
    public CompletableFuture<StoredEvent> append(NewEvent event) {
        return queue.offer(event).thenApply(StoredEvent.class::cast);
    }

    /** Hands events in that belong together: they follow each other in the log, and share a transaction. Never blocks. */
    public List<CompletableFuture<StoredEvent>> appendAll(List<NewEvent> events) {
        return queue.offerAll(events).stream()
                .map(done -> done.thenApply(StoredEvent.class::cast))
                .toList();
    }

    /** Tells of every event that is stored from now on. */
    public void listen(EventListener listener) {
        listeners.add(listener);
    }

    public void unlisten(EventListener listener) {
        listeners.remove(listener);
    }

    /** Pictures and clips. */
    public EventFiles files() {
        return files;
    }

    /** The log's own name in cursors. */
    public String source() throws StoreUnavailableException {
        return totals().source();
    }

    /** The place behind the newest event. */
    public Cursor end() throws StoreUnavailableException {
        return new Cursor(source(), tail.last());
    }

    /** The place before the oldest event that may still be there. */
    public Cursor beginning() throws StoreUnavailableException {
        Totals now = totals();
        return new Cursor(now.source(), now.removed());
    }

    private Totals totals() throws StoreUnavailableException {
        Totals now = writer.totals();
        if (now == null) {
            throw new StoreUnavailableException(
                    problem().orElse("the event store is being opened: try again in a moment"));
        }
        return now;
    }

    /** The next events behind a number, if all of them are in memory; does not block. Empty: ask {@link #next}. */
    public Optional<EventBatch> recent(EventQuery query, long after, int limit) {
        Optional<List<Encoded<StoredEvent>>> newer = tail.after(after, limit);
        if (newer.isEmpty()) {
            return Optional.empty();
        }
        List<Encoded<StoredEvent>> all = newer.get();
        long position = all.isEmpty() ? after : number(all.get(all.size() - 1));
        List<Encoded<StoredEvent>> wanted =
                all.stream().filter(each -> query.matches(value(each).event())).toList();
        return Optional.of(new EventBatch(wanted, position, all.size() == limit));
    }

    private static long number(Encoded<StoredEvent> event) {
        return value(event).number();
    }

    private static StoredEvent value(Encoded<StoredEvent> event) {
        return event.value().orElseThrow(() -> new IllegalStateException("an event of this log has its value"));
    }

    /**
     * The next events behind a number, from the store; where retention has removed some that were to come, a gap comes
     * first, and tells how many. Blocks.
     */
    public EventBatch next(EventQuery query, long after, int limit) throws StoreUnavailableException {
        Totals now = totals();
        long from = Math.max(after, now.removed());
        List<Encoded<StoredEvent>> events = new ArrayList<>();
        if (after < from) {
            events.add(encoded(gap(new Cursor(now.source(), from), from - after)));
        }
        EventPage page = readers.ask(connection ->
                new StoreReader(connection, now.source(), System::nanoTime).after(query, from, now.last(), limit));
        page.events().forEach(event -> events.add(encoded(event)));
        return new EventBatch(events, page.last(), page.more());
    }

    /** What somebody gets in the place of events that are no longer there. */
    private StoredEvent gap(Cursor at, long missing) {
        return gap(
                at,
                Event.of(EventType.GAP, "", clock.instant())
                        .withValue(missing)
                        .withReason("removed by retention before they were read"));
    }

    private static StoredEvent gap(Cursor at, Event event) {
        NewEvent gap = NewEvent.of(event.withSeverity(Severity.WARNING));
        return new StoredEvent(at, gap.event(), gap.data(), Optional.empty());
    }

    /** What comes first for somebody whose cursor is of another log; all of this one follows. */
    public Encoded<StoredEvent> gapBetweenLogs() throws StoreUnavailableException {
        return encoded(gap(
                beginning(),
                Event.of(EventType.GAP, "", clock.instant())
                        .withReason("the cursor is of another log: this one begins here")));
    }

    /** Those behind a number, oldest first. Blocks. */
    public EventPage after(EventQuery query, long number, int limit) throws StoreUnavailableException {
        Totals now = totals();
        long from = Math.max(number, now.removed());
        return readers.ask(connection ->
                new StoreReader(connection, now.source(), System::nanoTime).after(query, from, now.last(), limit));
    }

    /** Those before a number, newest first. Blocks. */
    public EventPage before(EventQuery query, long number, int limit) throws StoreUnavailableException {
        Totals now = totals();
        long from = Math.min(number, now.last() + 1);
        return readers.ask(connection ->
                new StoreReader(connection, now.source(), System::nanoTime).before(query, from, now.removed(), limit));
    }

    /** Blocks. */
    public Optional<StoredEvent> find(Cursor id) throws StoreUnavailableException {
        Totals now = totals();
        if (!now.source().equals(id.source())) {
            return Optional.empty();
        }
        return readers.ask(connection -> new StoreReader(connection, now.source(), System::nanoTime).find(id.number()));
    }

    /** Its CloudEvent as it is now, with what there is beside it. Blocks. */
    public Encoded<StoredEvent> shown(StoredEvent event) {
        return encoded(event);
    }

    /** Notes that somebody has taken note; the first stays. False: there is no such event. */
    public CompletableFuture<Boolean> acknowledge(Cursor id, String by) {
        Instant at = clock.instant();
        return change(connection -> {
                    try (PreparedStatement update = connection.prepareStatement("UPDATE event SET acknowledged_at ="
                            + " coalesce(acknowledged_at, ?), acknowledged_by = coalesce(acknowledged_by, ?)"
                            + " WHERE number = ?")) {
                        update.setLong(1, StoreWriter.micros(at));
                        update.setString(2, by);
                        update.setLong(3, id.number());
                        return update.executeUpdate() > 0;
                    }
                })
                .thenApply(found -> forgotten(id, found));
    }

    private boolean forgotten(Cursor id, boolean found) {
        tail.forget(id.number());
        return found;
    }

    /** Removes an event; its number is not given again. Blocks only to delete its files. False: there is none. */
    public boolean delete(StoredEvent event) throws IOException {
        boolean last;
        try {
            last = change(connection -> {
                        Removal.one(connection, event.number());
                        return event.event().subject().isEmpty()
                                || Removal.nothingLeftOf(
                                        connection,
                                        event.event().subject().get().object());
                    })
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while an event was deleted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StoreUnavailableException(
                    problem().orElse("the event was not deleted: the store takes too long"), e);
        }
        tail.forget(event.number());
        files.delete(event, last);
        return true;
    }

    /** Makes a change in the order of what is written. */
    <T> CompletableFuture<T> change(Change<T> change) {
        @SuppressWarnings("unchecked") // as the change gives it
        CompletableFuture<T> result = (CompletableFuture<T>) queue.offer(change);
        return result;
    }

    void noteRemoved(long events) {
        removed.addAndGet(events);
    }

    /** How far sinks have come, and what they could not deliver. */
    public SinkLedger sinks() {
        return new SinkLedger(this, readers, clock);
    }

    /** What is wrong, and what to do; empty: all is well. */
    public Optional<String> problem() {
        EventWriter.Trouble trouble = writer.trouble();
        if (trouble == null) {
            return Optional.empty();
        }
        long updates = queue.givenUp().getOrDefault(EventType.OBJECT_UPDATE, 0L);
        return Optional.of("events cannot be written since " + CloudEventJson.time(trouble.since()) + ": "
                + trouble.words() + "; " + queue.waiting() + " of at most " + queue.capacity() + " wait, " + updates
                + " updates were given up since the start");
    }

    public LogFigures figures() {
        Totals now = writer.totals();
        return new LogFigures(
                writer.appended.get(),
                writer.commits.get(),
                queue.waiting(),
                queue.capacity(),
                queue.oldestNanos() / 1e9,
                queue.givenUp(),
                writer.errors.get(),
                now != null && writer.trouble() == null,
                now == null ? 0 : now.events(),
                now == null ? 0 : now.bytes(),
                removed.get());
    }

    /** Writes what waits, but not for long, and gives the store back. Blocks. */
    @Override
    public void close() {
        retention.stop();
        queue.close();
        try {
            writing.join(CLOSE_WITHIN.toMillis());
            writer.stop();
            writing.interrupt();
            writing.join(CLOSE_WITHIN.toMillis());
            sweeping.interrupt();
            sweeping.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            writer.stop();
            writing.interrupt();
            Thread.currentThread().interrupt();
        }
        readers.close();
        database.close();
    }
}
