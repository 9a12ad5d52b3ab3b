package dev.osprey.server.event;

import dev.osprey.server.bus.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The newest events of the log, in memory, each encoded once however many read it. Thread-safe. */
final class Tail {
    private final int capacity;

    /* Guarded by this. */
    private final TreeMap<Long, Encoded<StoredEvent>> events = new TreeMap<>();
    /* All that the log has behind this number is here. */
    private long from;
    private long last;

    Tail(int capacity) {
        this.capacity = capacity;
    }

    /** The log was opened; what is in it is not known here. */
    synchronized void begin(long number) {
        events.clear();
        from = number;
        last = number;
    }

    synchronized void add(List<Encoded<StoredEvent>> newer) {
        for (Encoded<StoredEvent> event : newer) {
            last = event.value()
                    .map(StoredEvent::number)
                    .orElseThrow(() -> new IllegalArgumentException("an event of this log has its value"));
            events.put(last, event);
        }
        while (events.size() > capacity) {
            from = events.pollFirstEntry().getKey();
        }
    }

    /** It was deleted, or has changed: whoever wants it must ask the store. */
    synchronized void forget(long number) {
        if (events.remove(number) != null) {
            /* What is older would have to be read around it. */
            events.headMap(number).clear();
            from = Math.max(from, number);
        }
    }

    synchronized long last() {
        return last;
    }

    /** What came behind a number, oldest first, at most so many; empty: not all of it is here. */
    synchronized Optional<List<Encoded<StoredEvent>>> after(long number, int limit) {
        if (number < from) {
            return Optional.empty();
        }
        List<Encoded<StoredEvent>> newer = new ArrayList<>();
        for (Encoded<StoredEvent> event : events.tailMap(number, false).values()) {
            newer.add(event);
            if (newer.size() == limit) {
                break;
            }
        }
        return Optional.of(newer);
    }
}
