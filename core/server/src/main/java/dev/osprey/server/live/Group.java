package dev.osprey.server.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What a newcomer needs to decode a stream's next unit: its units since the last key frame. Empty where they are more
 * than a viewer catches up with in a moment. Guarded by its channel's lock.
 */
final class Group {
    private final int maxBytes;
    private final int maxUnits;
    private final Deque<VideoMessage> units = new ArrayDeque<>();
    private long bytes;
    private long newestMicros;

    /** @param maxBytes with the messages' headers */
    Group(int maxBytes, int maxUnits) {
        this.maxBytes = maxBytes;
        this.maxUnits = maxUnits;
    }

    void add(VideoMessage unit) {
        if (unit.key()) {
            clear();
        } else if (units.isEmpty()) {
            return; // nothing can be decoded from here
        }
        newestMicros = units.isEmpty() ? unit.ptsMicros() : Math.max(newestMicros, unit.ptsMicros());
        units.add(unit.retain());
        bytes += unit.size();
        if (bytes > maxBytes || units.size() > maxUnits) {
            clear();
        }
    }

    void clear() {
        units.forEach(VideoMessage::release);
        units.clear();
        bytes = 0;
    }

    void forEach(Consumer<VideoMessage> action) {
        units.forEach(action);
    }

    int size() {
        return units.size();
    }

    long bytes() {
        return bytes;
    }

    /** The latest presentation time in it. */
    long newestMicros() {
        return newestMicros;
    }
}
