package dev.osprey.toolkit.decode;

import java.util.Arrays;

/**
 * The best of many scored candidates, each an index of 31 bits. Of equal scores the lower index wins. Not thread-safe;
 * {@link #clear} makes it new.
 */
public final class TopK {
    /*
     * Candidates are appended as keys: the score's bits (they order as the scores do where these are >= 0) above the
     * complement of the index, so that keys are unique and the order is total. When the buffer is full, the best
     * `capacity` are moved to its front by selection, and the bar rises to the weakest of them. That is a few
     * operations a candidate, where a heap takes a logarithm of the capacity.
     */
    private static final int BUFFERS = 4;

    private final int capacity;
    private final long[] keys;
    private final float floor;
    private int size;
    private float bar;

    /**
     * A selection of the best.
     *
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
        this.capacity = capacity;
        this.keys = new long[Math.multiplyExact(BUFFERS, capacity)];
        this.floor = floor;
        this.bar = floor;
    }

    /** A score below this cannot be kept: lets a caller skip work. Rises as candidates come. */
    public float bar() {
        return bar;
    }

    public void offer(float score, int index) {
        if (!(score >= bar)) {
            return;
        }
        if (size == keys.length) {
            select();
            if (!(score >= bar)) {
                return;
            }
        }
        // Adding zero makes +0 of -0, whose bits would order above all others.
        keys[size++] = ((long) Float.floatToRawIntBits(score + 0f) << 32) | (~index & 0xFFFFFFFFL);
    }

    /**
     * Offers the first {@code count} scores of an array, of candidates whose indices grow by {@code step}. Most scores
     * are below the bar: they cost a comparison each.
     */
    public void offer(float[] scores, int count, int firstIndex, int step) {
        float least = bar;
        for (int i = 0; i < count; i++) {
            if (scores[i] >= least) {
                offer(scores[i], firstIndex + i * step);
                least = bar;
            }
        }
    }

    /** Orders the candidates, best first: then they are read by rank. Nothing may be offered until {@link #clear}. */
    public void sort() {
        if (size > capacity) {
            select();
        }
        Arrays.sort(keys, 0, size);
    }

    /** How many are kept; after {@link #sort}. */
    public int size() {
        return size;
    }

    /** The score of a rank, 0 the best; after {@link #sort}. */
    public float scoreAt(int rank) {
        return score(keys[size - 1 - rank]);
    }

    /** The index of a rank, 0 the best; after {@link #sort}. */
    public int indexAt(int rank) {
        return ~(int) keys[size - 1 - rank];
    }

    public void clear() {
        size = 0;
        bar = floor;
    }

    private static float score(long key) {
        return Float.intBitsToFloat((int) (key >>> 32));
    }

    /** Moves the best {@code capacity} keys to the front, in no order, and forgets the others. */
    private void select() {
        int from = 0;
        int to = size - 1;
        while (from < to) {
            long pivot = median(keys[from], keys[(from + to) >>> 1], keys[to]);
            int left = from;
            int right = to;
            while (left <= right) {
                while (keys[left] > pivot) {
                    left++;
                }
                while (keys[right] < pivot) {
                    right--;
                }
                if (left <= right) {
                    long swapped = keys[left];
                    keys[left++] = keys[right];
                    keys[right--] = swapped;
                }
            }
            if (capacity - 1 <= right) {
                to = right;
            } else if (capacity - 1 >= left) {
                from = left;
            } else {
                break;
            }
        }
        size = capacity;
        bar = score(keys[capacity - 1]);
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
