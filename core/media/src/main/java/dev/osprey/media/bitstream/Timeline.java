package dev.osprey.media.bitstream;

/**
 * Presentation times within a stream, in microseconds from 0 on: jumps of the source (a wrap, a restart, a camera that
 * sets its clock) are bridged, and no two packets share one, so that a picture can be told by its time. For one thread.
 */
public final class Timeline {
    /** Pictures in another order than shown step back by less than this. */
    private static final long REORDERED_MICROS = 1_000_000;
    /** A gap of more than this is taken for a jump of the clock. */
    private static final long JUMP_MICROS = 10_000_000;

    private static final long USUAL_STEP_MICROS = 40_000;
    private static final int REMEMBERED = 128;

    private final long[] times = new long[REMEMBERED];
    private final long[] captured = new long[REMEMBERED];
    private int count;
    private boolean begun;
    private long offset;
    private long last;
    private long highest;
    private long step = USUAL_STEP_MICROS;

    /** The next packet begins the source anew, though the stream goes on: a file in a loop. */
    public void restart() {
        begun = false;
    }

    /**
     * The time of the next packet.
     *
     * @param sourceMicros as the source says
     * @param known whether the source says anything
     * @param capturedAtMicros kept for {@link #capturedAt}
     * @param reorders whether packets may step back in time
     */
    public long next(long sourceMicros, boolean known, long capturedAtMicros, boolean reorders) {
        long time = known ? sourceMicros + offset : highest + step;
        boolean jump = time < last - REORDERED_MICROS || time > last + JUMP_MICROS;
        if (known && (!begun || jump)) {
            long wanted = count == 0 ? 0 : highest + step;
            offset = wanted - sourceMicros;
            time = wanted;
        }
        begun = begun || known;
        if (!reorders && count > 0 && time <= highest) {
            time = highest + 1;
        }
        while (isTaken(time)) {
            time++;
        }
        long ahead = time - highest;
        if (count > 0 && ahead > 1_000 && ahead < REORDERED_MICROS) {
            step = ahead;
        }
        highest = Math.max(highest, time);
        last = time;
        times[count % REMEMBERED] = time;
        captured[count % REMEMBERED] = capturedAtMicros;
        count++;
        return time;
    }

    /** When the packet of this time was read, in microseconds since the epoch; of the newest, if it is forgotten. */
    public long capturedAt(long time) {
        int known = Math.min(count, REMEMBERED);
        for (int i = 1; i <= known; i++) {
            int slot = (count - i) % REMEMBERED;
            if (times[slot] == time) {
                return captured[slot];
            }
        }
        return captured[(count + REMEMBERED - 1) % REMEMBERED];
    }

    private boolean isTaken(long time) {
        int known = Math.min(count, REMEMBERED);
        for (int i = 1; i <= known; i++) {
            if (times[(count - i) % REMEMBERED] == time) {
                return true;
            }
        }
        return false;
    }
}
