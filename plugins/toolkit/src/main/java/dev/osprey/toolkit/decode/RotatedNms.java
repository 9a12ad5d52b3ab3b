package dev.osprey.toolkit.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Non-maximum suppression of turned boxes: of those that overlap, the best stays. Handed in best first; a box goes if a
 * kept one of the same class overlaps it by more than the threshold. Not thread-safe; {@link #clear} makes it new.
 */
public final class RotatedNms {
    private final double iouThreshold;
    private final int capacity;
    private final Map<Integer, List<RotatedBox>> keptByClass = new HashMap<>();
    private int kept;

    /**
     * @param iouThreshold intersection over union up to which two boxes of a class both stay, 0..1; 1 suppresses nothing
     * @param capacity how many boxes are kept at most, at least 1
     */
    public RotatedNms(double iouThreshold, int capacity) {
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("iouThreshold must be in 0..1, got " + iouThreshold);
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1, got " + capacity);
        }
        this.iouThreshold = iouThreshold;
        this.capacity = capacity;
    }

    /**
     * Takes the next box, in order of falling scores.
     *
     * @return whether it stays
     */
    public boolean keep(RotatedBox box, int classIndex) {
        if (kept == capacity) {
            return false;
        }
        List<RotatedBox> others = keptByClass.computeIfAbsent(classIndex, unseen -> new ArrayList<>());
        for (RotatedBox other : others) {
            if (other.iou(box) > iouThreshold) {
                return false;
            }
        }
        others.add(box);
        kept++;
        return true;
    }

    public void clear() {
        keptByClass.clear();
        kept = 0;
    }
}
