package dev.osprey.media.frame;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Idle native objects by what they are good for; past its capacity, the one longest unused is closed. Who takes one
 * owns it until given back. Thread-safe.
 */
final class Pool<K, V extends Pool.Item> {
    /** Something native that can wait here. */
    interface Item extends AutoCloseable {
        @Override
        void close();
    }

    private final int capacity;
    private final Function<K, V> maker;
    /** In the order of their last use. */
    private final LinkedHashMap<K, ArrayDeque<V>> idle = new LinkedHashMap<>(16, 0.75f, true);

    private int size;

    /** @param capacity the most idle objects kept */
    Pool(int capacity, Function<K, V> maker) {
        this.capacity = capacity;
        this.maker = maker;
    }

    V take(K key) {
        synchronized (this) {
            ArrayDeque<V> free = idle.get(key);
            if (free != null && !free.isEmpty()) {
                size--;
                return free.pop();
            }
        }
        return maker.apply(key);
    }

    void give(K key, V value) {
        V evicted = null;
        synchronized (this) {
            idle.computeIfAbsent(key, unused -> new ArrayDeque<>()).push(value);
            if (++size > capacity) {
                evicted = eldest();
            }
        }
        if (evicted != null) {
            evicted.close();
        }
    }

    synchronized int size() {
        return size;
    }

    private V eldest() {
        Iterator<Map.Entry<K, ArrayDeque<V>>> entries = idle.entrySet().iterator();
        while (true) {
            ArrayDeque<V> free = entries.next().getValue();
            if (free.isEmpty()) {
                entries.remove();
                continue;
            }
            size--;
            return free.removeLast();
        }
    }
}
