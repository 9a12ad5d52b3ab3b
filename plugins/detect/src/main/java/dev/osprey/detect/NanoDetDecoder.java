package dev.osprey.detect;

import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.TopK;

/**
 * NanoDet's maps, scores [cells, classes] and sides [cells, 4 × bins] each: a side's distance from the cell's centre is
 * the mean of the bins' numbers under the softmax of their values, in strides.
 */
final class NanoDetDecoder implements Decoder {
    static final int BINS = 11;

    /** Scores copied at once: as many as stay in the nearest cache. */
    private static final int BLOCK = 4096;

    /** A bin so far below the highest moves the mean by less than a thousandth of a bin. */
    private static final float NEGLIGIBLE = -12;

    private final int classes;
    private final Grid grid;
    private final int[] scoreOutputs;
    private final int[] sideOutputs;

    /**
     * @param scoreOutputs by map, the index of the output that holds its scores
     * @param sideOutputs by map, the index of the output that holds its sides
     */
    NanoDetDecoder(int classes, Grid grid, int[] scoreOutputs, int[] sideOutputs) {
        this.classes = classes;
        this.grid = grid;
        this.scoreOutputs = scoreOutputs.clone();
        this.sideOutputs = sideOutputs.clone();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void collect(Tensors outputs, TopK best) {
        float[] block = new float[BLOCK];
        // The coarse maps first: they are small and score high, so that most of the fine one is below the bar.
        for (int map = grid.maps() - 1; map >= 0; map--) {
            Tensor scores = outputs.get(scoreOutputs[map]);
            int firstIndex = grid.firstCell(map) * classes;
            int count = grid.cells(map) * classes;
            for (int at = 0; at < count; at += BLOCK) {
                int length = Math.min(BLOCK, count - at);
                scores.get(at, block, 0, length);
                best.offer(block, length, firstIndex + at, 1);
            }
        }
    }

    @Override
    public void read(Tensors outputs, int index, Candidate into) {
        int cell = index / classes;
        int map = grid.mapOf(cell);
        int stride = grid.stride(map);
        Tensor sides = outputs.get(sideOutputs[map]);
        float[] bins = new float[4 * BINS];
        sides.get((cell - grid.firstCell(map)) * bins.length, bins, 0, bins.length);
        float centreX = (grid.column(map, cell) + 0.5f) * stride;
        float centreY = (grid.row(map, cell) + 0.5f) * stride;
        into.left = centreX - distance(bins, 0) * stride;
        into.top = centreY - distance(bins, BINS) * stride;
        into.right = centreX + distance(bins, 2 * BINS) * stride;
        into.bottom = centreY + distance(bins, 3 * BINS) * stride;
        into.classIndex = index % classes;
    }

    private static float distance(float[] bins, int from) {
        float highest = bins[from];
        for (int i = 1; i < BINS; i++) {
            highest = Math.max(highest, bins[from + i]);
        }
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < BINS; i++) {
            float below = bins[from + i] - highest;
            if (below > NEGLIGIBLE) {
                double weight = Math.exp(below);
                sum += weight;
                weighted += weight * i;
            }
        }
        return (float) (weighted / sum);
    }
}
