package dev.osprey.server.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventJson;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Subject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one that writes: takes what waits, gives numbers, and commits many at once. Its state but for the figures is owned
 * by its thread.
 */
final class EventWriter implements Runnable {
    /*
     * After any failure the connection is closed, and nobody knows whether the last transaction is in the store: a commit
     * may have failed after the disk had it, and on a full disk SQLite cannot even roll back. So the number given last is
     * read anew, and what is found beyond the last one known is compared with what was being written. As a transaction is
     * whole or not at all, either all of it is there, or nothing.
     */
    private static final System.Logger LOG = System.getLogger(EventWriter.class.getName());
    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);
    private static final int CHANGES_TRIED = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final EventQueue queue;
    private final LogOptions options;
    private final InstantSource clock;
    private final Committed committed;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch tried = new CountDownLatch(1);

    private @Nullable StoreWriter store;
    private List<EventQueue.Item> inHand = List.of();
    private List<EventQueue.Item> unsure = List.of();
    private long last = -1;
    private boolean onebyone;
    private int failures;
    private boolean said;
    private String saidWords = "";
    private long saidNanos;

    final AtomicLong appended = new AtomicLong();
    final AtomicLong commits = new AtomicLong();
    final AtomicLong errors = new AtomicLong();
    private volatile @Nullable Totals totals;
    private volatile @Nullable Trouble trouble;

    /** What is wrong now, since when. */
    record Trouble(Instant since, String words) {}

    /** Is told of what is on the disk, on the writer's thread. */
    interface Committed {
        void opened(Totals totals);

        void events(Totals now, long first, List<EventQueue.Item> items);
    }

    EventWriter(Database database, EventQueue queue, LogOptions options, InstantSource clock, Committed committed) {
        this.database = database;
        this.queue = queue;
        this.options = options;
        this.clock = clock;
        this.committed = committed;
    }

    /** Of the last commit; null: the store has not been opened yet. */
    @Nullable
    Totals totals() {
        return totals;
    }

    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /** Blocks until the store was opened or could not be, for the first time; or until the deadline. */
    void awaitFirstTry(Duration deadline) {
        try {
            boolean unused = tried.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes it leave off trying. */
    void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        while (stop.getCount() > 0) {
            try {
                if (!step()) {
                    break;
                }
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "interrupted", e);
            }
        }
        closeStore();
        List<EventQueue.Item> left = new ArrayList<>(inHand);
        left.addAll(queue.rest());
        inHand = List.of();
        GivenUpException why = new GivenUpException("the event log was closed before this was written");
        left.forEach(item -> item.failed(why));
        if (!left.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "{0} events and changes were not written before the end", left.size());
        }
    }

    /** False: there is nothing left to do. */
    private boolean step() throws InterruptedException {
        if (store == null && !reopened()) {
            return true;
        }
        if (inHand.isEmpty()) {
            inHand = queue.take(options.batch());
        }
        if (inHand.isEmpty()) {
            return false;
        }
        write();
        return true;
    }

    private boolean reopened() throws InterruptedException {
        try {
            StoreWriter opened = StoreWriter.open(database);
            store = opened;
            if (last < 0) {
                begin(opened);
            } else {
                settle(opened);
            }
            totals = opened.totals();
            if (inHand.isEmpty()) {
                well();
            }
            tried.countDown();
            return true;
        } catch (SQLException e) {
            failed(e);
            return false;
        }
    }

    /** The first opening: what the run before left open is ended. */
    private void begin(StoreWriter opened) throws SQLException {
        List<NewEvent> ends = new ArrayList<>();
        for (String data : opened.openObjects()) {
            ends.add(NewEvent.of(ended(data)));
        }
        long before = opened.totals().last();
        if (!ends.isEmpty()) {
            opened.commit(before + 1, ends, List.of());
            appended.addAndGet(ends.size());
            commits.incrementAndGet();
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} objects were open when the server stopped; each has an end now",
                    ends.size());
        }
        opened.forgetOpenObjects();
        last = opened.totals().last();
        committed.opened(opened.totals());
    }

    private Event ended(String data) throws SQLException {
        Event newest;
        try {
            newest = EventJson.read(JSON.readTree(data));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SQLException("an event of an open object cannot be read: " + e.getMessage(), e);
        }
        Event end = Event.of(EventType.OBJECT_END, newest.camera(), clock.instant())
                .withReason("the server stopped while it was being watched");
        return newest.subject()
                .map(subject -> end.withSubject(ended(subject, newest.time())))
                .orElse(end);
    }

    private static Subject ended(Subject subject, Instant at) {
        return new Subject(
                subject.object(),
                subject.stage(),
                subject.track(),
                subject.label(),
                subject.score(),
                subject.box(),
                subject.width(),
                subject.height(),
                subject.startedAt(),
                Optional.of(at),
                List.of());
    }

    /** After a failure: what of the last attempt is in the store? */
    private void settle(StoreWriter opened) throws SQLException {
        long stored = opened.totals().last();
        if (stored > last) {
            List<EventQueue.Item> events =
                    unsure.stream().filter(item -> item.event() != null).toList();
            List<String> given = events.stream().map(item -> data(item)).toList();
            if (opened.dataAfter(last, given.size() + 1).equals(given)) {
                long first = last + 1;
                inHand = without(inHand, events);
                accept(opened, first, events);
            } else {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "the store has events {0} to {1}, which this server did not write; it goes on behind them",
                        last + 1,
                        stored);
                last = stored;
            }
        } else if (stored < last) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the store ends with event {0}, but had {1}: it has lost what lies between. Their numbers are not"
                            + " given again",
                    stored,
                    last);
        }
        unsure = List.of();
    }

    private static String data(EventQueue.Item item) {
        NewEvent event = item.event();
        return event == null ? "" : event.data();
    }

    private static List<EventQueue.Item> without(List<EventQueue.Item> items, List<EventQueue.Item> written) {
        List<EventQueue.Item> left = new ArrayList<>(items);
        left.removeAll(written);
        return left;
    }

    private void write() throws InterruptedException {
        StoreWriter current = store;
        if (current == null) {
            return;
        }
        List<EventQueue.Item> attempt = onebyone ? inHand.subList(0, 1) : inHand;
        List<EventQueue.Item> events =
                attempt.stream().filter(item -> item.event() != null).toList();
        List<EventQueue.Item> changes =
                attempt.stream().filter(item -> item.change != null).toList();
        List<NewEvent> fresh = new ArrayList<>();
        events.forEach(item -> {
            NewEvent event = item.event();
            if (event != null) {
                fresh.add(event);
            }
        });
        List<Change<?>> wanted = new ArrayList<>();
        changes.forEach(item -> {
            Change<?> change = item.change;
            if (change != null) {
                wanted.add(change);
            }
        });
        List<Object> results;
        try {
            unsure = List.copyOf(attempt);
            results = current.commit(last + 1, fresh, wanted);
        } catch (SQLException e) {
            closeStore();
            if (database.isItemsFault(e)) {
                refused(attempt, e, database.words(e));
            } else {
                failed(e);
            }
            return;
        } catch (RuntimeException e) {
            closeStore();
            refused(attempt, e, e.toString());
            return;
        }
        unsure = List.of();
        inHand = new ArrayList<>(inHand.subList(attempt.size(), inHand.size()));
        onebyone &= !inHand.isEmpty();
        totals = current.totals();
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).done(results.get(i));
        }
        accept(current, last + 1, events);
    }

    /** These are on the disk. */
    private void accept(StoreWriter current, long first, List<EventQueue.Item> events) {
        last += events.size();
        commits.incrementAndGet();
        appended.addAndGet(events.size());
        totals = current.totals();
        well();
        committed.events(current.totals(), first, events);
    }

    private void well() {
        failures = 0;
        if (trouble != null) {
            trouble = null;
            if (said) {
                said = false;
                LOG.log(System.Logger.Level.INFO, "the event store is written to again");
            }
        }
    }

    /** What is at fault is found by trying one at a time. */
    private void refused(List<EventQueue.Item> attempt, Exception why, String words) {
        errors.incrementAndGet();
        if (attempt.size() > 1) {
            onebyone = true;
            return;
        }
        EventQueue.Item item = attempt.get(0);
        NewEvent event = item.event();
        if (event != null) {
            queue.noteGivenUp(event);
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "the store refuses " + (event == null ? "a change" : "an event: " + event.data()),
                why);
        unsure = List.of();
        inHand = without(inHand, attempt);
        onebyone &= !inHand.isEmpty();
        item.failed(new GivenUpException("the store refuses it: " + words, why));
    }

    private void failed(SQLException e) throws InterruptedException {
        closeStore();
        errors.incrementAndGet();
        Trouble before = trouble;
        String words = database.words(e);
        trouble = new Trouble(before == null ? clock.instant() : before.since(), words);
        tried.countDown();
        long now = System.nanoTime();
        if (!saidWords.equals(words) || now - saidNanos > SAY_AGAIN.toNanos()) {
            said = true;
            saidWords = words;
            saidNanos = now;
            LOG.log(System.Logger.Level.ERROR, "the event store cannot be written to, and is tried again: {0}", words);
            LOG.log(System.Logger.Level.DEBUG, "why", e);
        }
        if (failures >= CHANGES_TRIED) {
            giveUpChanges(words, e);
        }
        double full =
                Math.min(options.longestPause().toNanos(), options.firstPause().toNanos() * Math.pow(2, failures++));
        Duration pause = Duration.ofNanos(
                Math.round(full * (0.75 + 0.25 * ThreadLocalRandom.current().nextDouble())));
        boolean unused = stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Who wants a change can ask again; one that can never be made must not hold up events. */
    private void giveUpChanges(String words, SQLException why) {
        List<EventQueue.Item> changes =
                inHand.stream().filter(item -> item.change != null).toList();
        inHand = without(inHand, changes);
        GivenUpException refusal = new GivenUpException("the event store cannot be changed: " + words, why);
        changes.forEach(item -> item.failed(refusal));
    }

    private void closeStore() {
        StoreWriter open = store;
        store = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing the store failed", e);
            }
        }
    }
}
