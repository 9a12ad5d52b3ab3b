package dev.osprey.detect;

/**
 * The cells of a detector's feature maps, one after the other: map by map, row by row. A side that is no multiple of
 * the stride has a last cell that leaves the picture.
 */
final class Grid {
    private final int[] strides;
    private final int[] columns;
    private final int[] firstCell;

    Grid(int width, int height, int... strides) {
        this.strides = strides.clone();
        this.columns = new int[strides.length];
        this.firstCell = new int[strides.length + 1];
        for (int map = 0; map < strides.length; map++) {
            columns[map] = ceilDiv(width, strides[map]);
            firstCell[map + 1] = firstCell[map] + columns[map] * ceilDiv(height, strides[map]);
        }
    }

    int maps() {
        return strides.length;
    }

    /** The number of all cells. */
    int cells() {
        return firstCell[strides.length];
    }

    /** The number of a map's cells. */
    int cells(int map) {
        return firstCell[map + 1] - firstCell[map];
    }

    /** How many cells the maps before this one have. */
    int firstCell(int map) {
        return firstCell[map];
    }

    int mapOf(int cell) {
        int map = 0;
        while (cell >= firstCell[map + 1]) {
            map++;
        }
        return map;
    }

    int stride(int map) {
        return strides[map];
    }

    /** The column of a cell in its map. */
    int column(int map, int cell) {
        return (cell - firstCell[map]) % columns[map];
    }

    /** The row of a cell in its map. */
    int row(int map, int cell) {
        return (cell - firstCell[map]) / columns[map];
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
