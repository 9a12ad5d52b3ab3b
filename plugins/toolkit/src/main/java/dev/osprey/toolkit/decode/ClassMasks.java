package dev.osprey.toolkit.decode;

import dev.osprey.spi.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the cells of a grid class by class, and makes a mask of each class. Not thread-safe. */
public final class ClassMasks {
    private final MaskGrid grid;
    private final boolean[] @Nullable [] inside;
    private final int[] counts;
    private final double[] sums;

    public ClassMasks(MaskGrid grid, int classes) {
        this.grid = grid;
        inside = new boolean[classes][];
        counts = new int[classes];
        sums = new double[classes];
    }

    /** Puts a cell into the mask of a class; at most once for each class. */
    public void add(int cell, int classIndex, double probability) {
        boolean[] cells = inside[classIndex];
        if (cells == null) {
            cells = new boolean[grid.size()];
            inside[classIndex] = cells;
        }
        cells[cell] = true;
        counts[classIndex]++;
        sums[classIndex] += probability;
    }

    /** How many classes there are. */
    public int classes() {
        return counts.length;
    }

    /** What share of the grid a class has, 0..1. */
    public double share(int classIndex) {
        return (double) counts[classIndex] / grid.size();
    }

    /** The mask of a class, scored with the mean probability of its cells; empty if it has none. */
    public Optional<Result.Mask> mask(int classIndex, String label) {
        boolean[] cells = inside[classIndex];
        if (cells == null) {
            return Optional.empty();
        }
        double score = Math.max(0, Math.min(1, sums[classIndex] / counts[classIndex]));
        return MaskCodec.encode(label, score, grid.area(), grid.columns(), cells);
    }
}
