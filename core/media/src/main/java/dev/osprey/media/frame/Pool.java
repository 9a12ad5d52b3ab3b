package dev.osprey.media.frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Idle native objects by what they are good for; past its capacity, the one longest unused is closed. Who takes one
 * owns it until given back. Thread-safe.
 */
final class Pool<K, V extends Pool.Item> {
    /** Something native that can wait here. */
    interface Item extends AutoCloseable {
        /** In the unit of the pool's capacity. */
        long weight();

        @Override
        void close();
    }

    private final long capacity;
    private final Function<K, V> maker;
    /** In the order of their last use. */
    private final LinkedHashMap<K, ArrayDeque<V>> idle = new LinkedHashMap<>(16, 0.75f, true);

    private long weight;

    /** @param capacity the most weight of idle objects that is kept */
    Pool(long capacity, Function<K, V> maker) {
        this.capacity = capacity;
        this.maker = maker;
    }

    V take(K key) {
        synchronized (this) {
            ArrayDeque<V> free = idle.get(key);
            if (free != null && !free.isEmpty()) {
                V value = free.pop();
                weight -= value.weight();
                return value;
            }
        }
        return maker.apply(key);
    }

    void give(K key, V value) {
        List<V> evicted = new ArrayList<>();
        synchronized (this) {
            idle.computeIfAbsent(key, unused -> new ArrayDeque<>()).push(value);
            weight += value.weight();
            while (weight > capacity) {
                evicted.add(eldest());
            }
        }
        evicted.forEach(Item::close);
    }

    /** Of all idle objects. */
    synchronized long weight() {
        return weight;
    }

    private V eldest() {
        Iterator<Map.Entry<K, ArrayDeque<V>>> entries = idle.entrySet().iterator();
        while (true) {
            ArrayDeque<V> free = entries.next().getValue();
            if (free.isEmpty()) {
                entries.remove();
                continue;
            }
            V value = free.removeLast();
            weight -= value.weight();
            return value;
        }
    }
}
