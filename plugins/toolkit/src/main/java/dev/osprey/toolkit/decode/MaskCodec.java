package dev.osprey.toolkit.decode;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Masks as runs of cells: made of the cells that are inside, and read back to them. */
public final class MaskCodec {
    private MaskCodec() {}

    /**
     * A mask whose grid is cut down to the cells that are inside, so that its box is no larger than what it holds.
     *
     * @param area what the whole grid covers, in source pixels
     * @param columns of the grid
     * @param inside by cell, in row-major order; its length is a multiple of {@code columns}
     * @return empty if no cell is inside
     */
    public static Optional<Result.Mask> encode(String label, double score, Box area, int columns, boolean[] inside) {
        if (columns < 1 || inside.length % columns != 0) {
            throw new IllegalArgumentException(
                    "cells must be a multiple of columns, got " + inside.length + " cells, " + columns + " columns");
        }
        int rows = inside.length / columns;
        int left = columns;
        int right = -1;
        int top = rows;
        int bottom = -1;
        for (int cell = 0; cell < inside.length; cell++) {
            if (inside[cell]) {
                int row = cell / columns;
                int column = cell - row * columns;
                left = Math.min(left, column);
                right = Math.max(right, column);
                top = Math.min(top, row);
                bottom = row;
            }
        }
        if (right < 0) {
            return Optional.empty();
        }
        double width = area.width() / columns;
        double height = area.height() / rows;
        int keptColumns = right - left + 1;
        int keptRows = bottom - top + 1;
        Box box = new Box(area.x() + left * width, area.y() + top * height, keptColumns * width, keptRows * height);
        boolean[] kept = new boolean[keptColumns * keptRows];
        for (int row = 0; row < keptRows; row++) {
            System.arraycopy(inside, (top + row) * columns + left, kept, row * keptColumns, keptColumns);
        }
        return Optional.of(new Result.Mask(label, score, box, keptColumns, keptRows, runs(kept)));
    }

    /** Whether each cell of the mask's grid is inside, in row-major order. */
    public static boolean[] decode(Result.Mask mask) {
        boolean[] inside = new boolean[mask.columns() * mask.rows()];
        int at = 0;
        boolean value = false;
        for (int run : mask.runs()) {
            Arrays.fill(inside, at, at + run, value);
            at += run;
            value = !value;
        }
        return inside;
    }

    private static List<Integer> runs(boolean[] inside) {
        List<Integer> runs = new ArrayList<>();
        boolean value = false;
        int from = 0;
        for (int cell = 0; cell < inside.length; cell++) {
            if (inside[cell] != value) {
                runs.add(cell - from);
                from = cell;
                value = !value;
            }
        }
        runs.add(inside.length - from);
        return runs;
    }
}
