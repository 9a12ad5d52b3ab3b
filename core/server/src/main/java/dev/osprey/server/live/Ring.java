package dev.osprey.server.live;

import dev.osprey.media.bitstream.AccessUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A stream's access units since its last key frame; empty where they were more than it holds. Not thread-safe. */
final class Ring {
    private final int maxBytes;
    private final int maxUnits;
    private final Deque<AccessUnit> units = new ArrayDeque<>();
    private long bytes;

    Ring(int maxBytes, int maxUnits) {
        this.maxBytes = maxBytes;
        this.maxUnits = maxUnits;
    }

    void add(AccessUnit unit) {
        if (unit.key()) {
            clear();
        } else if (units.isEmpty()) {
            return; // nothing can be decoded from here
        }
        units.add(unit);
        bytes += unit.data().length;
        if (bytes > maxBytes || units.size() > maxUnits) {
            clear();
        }
    }

    void clear() {
        units.clear();
        bytes = 0;
    }

    void forEach(Consumer<AccessUnit> action) {
        units.forEach(action);
    }

    int size() {
        return units.size();
    }

    long bytes() {
        return bytes;
    }
}
