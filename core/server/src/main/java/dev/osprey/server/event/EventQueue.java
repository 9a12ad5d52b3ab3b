package dev.osprey.server.event;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.event.Severity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written. Nobody waits to get in: an inference lane must not stand still because a disk does.
 *
 * <p>Updates may fill half of it; beyond that a newer one takes the place of the oldest. What is more than an update
 * takes an update's place when all is full, and is lost only if none is left: then the log says so itself, with a gap,
 * as soon as there is room. Thread-safe.
 */
final class EventQueue {
    private final int capacity;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();

    /* Guarded by the lock. Items that were given up stay in their places, empty. */
    private final Deque<Item> items = new ArrayDeque<>();
    private final Deque<Item> updates = new ArrayDeque<>();
    private final Map<String, Lost> lost = new LinkedHashMap<>();
    private final Map<EventType, Long> givenUp = new EnumMap<>(EventType.class);
    private int waiting;
    private int changes;
    private boolean closed;

    private record Lost(long count, Event newest) {}

    /** One that waits: an event, or a change. */
    static final class Item {
        final @Nullable Change<?> change;
        final long sinceNanos;
        private @Nullable NewEvent event;
        private final CompletableFuture<Object> done = new CompletableFuture<>();
        private boolean gone;

        private Item(@Nullable NewEvent event, @Nullable Change<?> change, long sinceNanos) {
            this.event = event;
            this.change = change;
            this.sinceNanos = sinceNanos;
        }

        /** Null: it is a change. */
        @Nullable
        NewEvent event() {
            return event;
        }

        void done(@Nullable Object result) {
            done.complete(result);
        }

        void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /**
     * @param capacity of events; of changes there may be a quarter as many besides
     */
    EventQueue(int capacity, LongSupplier nanoClock) {
        if (capacity < 4) {
            throw new IllegalArgumentException("capacity must be >= 4, got " + capacity);
        }
        this.capacity = capacity;
        this.nanoClock = nanoClock;
    }

    /** Never blocks. The result fails with {@link GivenUpException} if there is no room now, or a later one takes it. */
    CompletableFuture<Object> offer(NewEvent event) {
        Item item = new Item(event, null, nanoClock.getAsLong());
        boolean update = event.event().type() == EventType.OBJECT_UPDATE;
        Item out = null;
        lock.lock();
        try {
            if (closed) {
                item.gone = true;
            } else {
                if (waiting >= (update ? capacity / 2 : capacity)) {
                    out = oldestUpdate();
                    giveUp(out == null ? item : out);
                }
                if (!item.gone) {
                    add(item, update);
                }
            }
        } finally {
            lock.unlock();
        }
        if (out != null) {
            out.failed(new GivenUpException("an update was given up, as more had to be written than could be"));
        }
        if (item.gone) {
            item.failed(new GivenUpException(
                    closed
                            ? "the event log is closed"
                            : "an event was given up, as " + capacity + " wait already to be written"));
        }
        return item.done;
    }

    /** As one by one, but nothing comes between them, and they are taken together as far as one transaction goes. */
    List<CompletableFuture<Object>> offerAll(List<NewEvent> events) {
        lock.lock();
        try {
            return events.stream().map(this::offer).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Never blocks; fails likewise. */
    CompletableFuture<Object> offer(Change<?> change) {
        Item item = new Item(null, change, nanoClock.getAsLong());
        lock.lock();
        try {
            if (closed || changes >= Math.max(1, capacity / 4)) {
                item.failed(new GivenUpException(
                        closed ? "the event log is closed" : changes + " changes of the event log wait already"));
            } else {
                changes++;
                items.addLast(item);
                filled.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return item.done;
    }

    private void add(Item item, boolean update) {
        waiting++;
        items.addLast(item);
        if (update) {
            updates.addLast(item);
        }
        filled.signalAll();
    }

    private @Nullable Item oldestUpdate() {
        Item oldest = updates.pollFirst();
        if (oldest != null) {
            waiting--;
        }
        return oldest;
    }

    private void giveUp(Item item) {
        NewEvent event = item.event;
        item.gone = true;
        item.event = null;
        if (event != null) {
            count(event.event());
        }
    }

    private void count(Event event) {
        givenUp.merge(event.type(), 1L, Long::sum);
        if (event.type() != EventType.OBJECT_UPDATE) {
            lost.merge(event.camera(), new Lost(1, event), (before, one) -> new Lost(before.count + 1, one.newest));
        }
    }

    /** An event that was taken will not be written. */
    void noteGivenUp(NewEvent event) {
        lock.lock();
        try {
            count(event.event());
        } finally {
            lock.unlock();
        }
    }

    /** The next that wait, in order, at least one: blocks until there is. Empty: it is closed and nothing is left. */
    List<Item> take(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<Item> taken = new ArrayList<>();
            while (true) {
                addGaps();
                while (taken.size() < most && !items.isEmpty()) {
                    Item item = items.removeFirst();
                    if (item.gone) {
                        continue;
                    }
                    if (item.change != null) {
                        changes--;
                    } else {
                        waiting--;
                        /* Updates leave in the order in which they came, as all do. */
                        if (updates.peekFirst() == item) {
                            updates.removeFirst();
                        }
                    }
                    taken.add(item);
                }
                if (!taken.isEmpty() || closed) {
                    return taken;
                }
                filled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All that still waits; nothing is let in any more. */
    List<Item> rest() {
        lock.lock();
        try {
            closed = true;
            List<Item> left = items.stream().filter(item -> !item.gone).toList();
            items.clear();
            updates.clear();
            waiting = 0;
            changes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void addGaps() {
        if (lost.isEmpty() || waiting + lost.size() > capacity) {
            return;
        }
        lost.forEach((camera, what) -> add(
                new Item(
                        NewEvent.of(Event.of(EventType.GAP, camera, what.newest.time())
                                .withSeverity(Severity.WARNING)
                                .withValue(what.count)
                                .withReason("not written: the store was away or too slow for too long")),
                        null,
                        nanoClock.getAsLong()),
                false));
        lost.clear();
    }

    /** Nothing is let in any more; what waits may still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    int capacity() {
        return capacity;
    }

    /** Of the one that has waited longest; 0: none waits. */
    long oldestNanos() {
        lock.lock();
        try {
            for (Item item : items) {
                if (!item.gone) {
                    return Math.max(0, nanoClock.getAsLong() - item.sinceNanos);
                }
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** How many events were given up since the start, by type. */
    Map<EventType, Long> givenUp() {
        lock.lock();
        try {
            return new TreeMap<>(givenUp);
        } finally {
            lock.unlock();
        }
    }
}
