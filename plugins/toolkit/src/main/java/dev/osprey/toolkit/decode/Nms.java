package dev.osprey.toolkit.decode;

import java.util.Arrays;

/**
 * Non-maximum suppression: of boxes that overlap, the best stays. Boxes are handed in best first; a box goes if a kept
 * one of the same class overlaps it by more than the threshold. Not thread-safe; {@link #clear} makes it new.
 */
public final class Nms {
    private static final int NONE = -1;
    private static final int INITIAL_CLASSES = 128;

    private final float iouThreshold;
    private final float[] left;
    private final float[] top;
    private final float[] right;
    private final float[] bottom;
    private final float[] area;
    /* Kept boxes of one class are chained, so that a box is compared with those alone. */
    private final int[] previousOfClass;
    private int[] lastOfClass = new int[INITIAL_CLASSES];
    private int kept;

    /**
     * @param iouThreshold intersection over union up to which two boxes of a class both stay, 0..1; 1 suppresses nothing
     * @param capacity how many boxes are kept at most, at least 1
     */
    public Nms(double iouThreshold, int capacity) {
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("iouThreshold must be in 0..1, got " + iouThreshold);
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1, got " + capacity);
        }
        this.iouThreshold = (float) iouThreshold;
        left = new float[capacity];
        top = new float[capacity];
        right = new float[capacity];
        bottom = new float[capacity];
        area = new float[capacity];
        previousOfClass = new int[capacity];
        Arrays.fill(lastOfClass, NONE);
    }

    /**
     * Takes the next box, in order of falling scores.
     *
     * @param classIndex at least 0
     * @return whether it stays
     */
    public boolean keep(float x1, float y1, float x2, float y2, int classIndex) {
        if (kept == left.length) {
            return false;
        }
        float own = Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
        makeRoom(classIndex);
        for (int i = lastOfClass[classIndex]; i != NONE; i = previousOfClass[i]) {
            float width = Math.min(x2, right[i]) - Math.max(x1, left[i]);
            float height = Math.min(y2, bottom[i]) - Math.max(y1, top[i]);
            if (width > 0 && height > 0) {
                float overlap = width * height;
                if (overlap > iouThreshold * (own + area[i] - overlap)) {
                    return false;
                }
            }
        }
        left[kept] = x1;
        top[kept] = y1;
        right[kept] = x2;
        bottom[kept] = y2;
        area[kept] = own;
        previousOfClass[kept] = lastOfClass[classIndex];
        lastOfClass[classIndex] = kept;
        kept++;
        return true;
    }

    public void clear() {
        kept = 0;
        Arrays.fill(lastOfClass, NONE);
    }

    private void makeRoom(int classIndex) {
        int known = lastOfClass.length;
        if (classIndex >= known) {
            lastOfClass = Arrays.copyOf(lastOfClass, Math.max(classIndex + 1, 2 * known));
            Arrays.fill(lastOfClass, known, lastOfClass.length, NONE);
        }
    }
}
