package dev.osprey.media.ffmpeg;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Decoding times for pictures that come in decoding order and know only when they are shown: with B-frames the two orders
 * differ. The times of the pictures in order, put off by as many pictures as any of them is ahead.
 */
final class DecodingOrder {
    private static final long STEP_MICROS = 1_000;

    private final int depth;
    private final PriorityQueue<Long> shown = new PriorityQueue<>();
    private final long first;
    private int seen;
    private long last;

    /** @param ptsMicros of the first pictures, in the order of decoding; at least one */
    DecodingOrder(long[] ptsMicros) {
        this.depth = depth(ptsMicros);
        this.first = Arrays.stream(ptsMicros).min().orElseThrow();
        this.last = first - depth * STEP_MICROS - STEP_MICROS;
    }

    /* So many places a picture is shown after its place in decoding order, at most. */
    private static int depth(long[] ptsMicros) {
        long[] sorted = ptsMicros.clone();
        Arrays.sort(sorted);
        int depth = 0;
        for (int i = 0; i < ptsMicros.length; i++) {
            while (ptsMicros[i] < sorted[Math.max(0, i - depth)]) {
                depth++;
            }
        }
        return depth;
    }

    /** What {@link #next} gave last. */
    long last() {
        return last;
    }

    /** When this picture is decoded: later than the one before it, and not after it is shown unless the order is broken. */
    long next(long ptsMicros) {
        shown.add(ptsMicros);
        long time = seen < depth ? first - (depth - seen) * STEP_MICROS : shown.remove();
        seen++;
        last = Math.max(time, last + 1);
        return last;
    }
}
