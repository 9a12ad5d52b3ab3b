package dev.osprey.toolkit.decode;

import java.util.Arrays;

/**
 * The best of many scored candidates, each an index of 31 bits. Of equal scores the lower index wins. Not thread-safe;
 * {@link #clear} makes it new.
 */
public final class TopK {
    /* A min-heap of keys: the score's bits (they order as the scores do where these are >= 0) above the complement
    of the index, so that keys are unique and the order is total. */
    private final long[] heap;
    private final float floor;
    private int size;
    private float bar;

    /**
     * @param capacity how many are kept, at least 1
     * @param floor what a score must reach, >= 0
     */
    public TopK(int capacity, float floor) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1, got " + capacity);
        }
        if (!(floor >= 0)) {
            throw new IllegalArgumentException("floor must be >= 0, got " + floor);
        }
        this.heap = new long[capacity];
        this.floor = floor;
        this.bar = floor;
    }

    /** A score below this cannot be kept: lets a caller skip work. Rises once the capacity is reached. */
    public float bar() {
        return bar;
    }

    public void offer(float score, int index) {
        if (!(score >= bar)) {
            return;
        }
        long key = (long) Float.floatToRawIntBits(score) << 32 | (~index & 0xFFFFFFFFL);
        if (size < heap.length) {
            up(size++, key);
        } else if (key > heap[0]) {
            down(key, size);
        }
        if (size == heap.length) {
            bar = score(heap[0]);
        }
    }

    /** Orders the candidates, best first: then they are read by rank. Nothing may be offered until {@link #clear}. */
    public void sort() {
        Arrays.sort(heap, 0, size);
    }

    public int size() {
        return size;
    }

    /** The score of a rank, 0 the best; after {@link #sort}. */
    public float scoreAt(int rank) {
        return score(heap[size - 1 - rank]);
    }

    /** The index of a rank, 0 the best; after {@link #sort}. */
    public int indexAt(int rank) {
        return ~(int) heap[size - 1 - rank];
    }

    public void clear() {
        size = 0;
        bar = floor;
    }

    private static float score(long key) {
        return Float.intBitsToFloat((int) (key >>> 32));
    }

    private void up(int hole, long key) {
        int at = hole;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] <= key) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = key;
    }

    private void down(long key, int count) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= count) {
                break;
            }
            if (child + 1 < count && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= key) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = key;
    }
}
