package dev.osprey.engine.track;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Pairs rows with columns, each at most once, so that the sum of the pairs' gains is the greatest that there is. A pair
 * without a gain is not made.
 */
public final class Assignment {
    /** Of a row without a column. */
    public static final int NONE = -1;

    private final double[][] gains;
    private final int columns;
    private final int[] pairs;

    private Assignment(double[][] gains) {
        this.gains = gains;
        this.columns = gains.length == 0 ? 0 : gains[0].length;
        this.pairs = new int[gains.length];
        Arrays.fill(pairs, NONE);
    }

    /**
     * For each row its column, or {@link #NONE}.
     *
     * @param gains [rows][columns], finite; 0 or less: not to be paired
     */
    public static int[] best(double[][] gains) {
        Assignment assignment = new Assignment(gains);
        assignment.solve();
        return assignment.pairs;
    }

    /* Objects that are far apart have nothing to do with each other, so the rows and columns fall into small groups
     * that no gain connects. Each is solved by itself: mostly it is one row and one column. */
    private void solve() {
        boolean[] rowSeen = new boolean[gains.length];
        boolean[] columnSeen = new boolean[columns];
        for (int row = 0; row < gains.length; row++) {
            if (!rowSeen[row]) {
                solveGroupOf(row, rowSeen, columnSeen);
            }
        }
    }

    private void solveGroupOf(int first, boolean[] rowSeen, boolean[] columnSeen) {
        int[] rows = new int[gains.length];
        int[] cols = new int[columns];
        int rowCount = 0;
        int columnCount = 0;
        Deque<Integer> open = new ArrayDeque<>();
        rowSeen[first] = true;
        open.add(first);
        while (!open.isEmpty()) {
            int row = open.remove();
            rows[rowCount++] = row;
            for (int column = 0; column < columns; column++) {
                if (gains[row][column] > 0 && !columnSeen[column]) {
                    columnSeen[column] = true;
                    cols[columnCount++] = column;
                    for (int other = 0; other < gains.length; other++) {
                        if (!rowSeen[other] && gains[other][column] > 0) {
                            rowSeen[other] = true;
                            open.add(other);
                        }
                    }
                }
            }
        }
        if (rowCount == 1 && columnCount == 1) {
            pairs[first] = cols[0];
        } else if (columnCount > 0) {
            Arrays.sort(rows, 0, rowCount);
            Arrays.sort(cols, 0, columnCount);
            pair(Arrays.copyOf(rows, rowCount), Arrays.copyOf(cols, columnCount));
        }
    }

    /*
     * The Hungarian method by shortest augmenting paths (Jonker and Volgenant): row after row is given a column along
     * the path that costs least by prices that are kept for rows and columns. No pair is a pair of gain 0, so there
     * need only be as many columns as rows; those that do not exist gain nothing either.
     */
    private void pair(int[] rows, int[] cols) {
        int n = rows.length;
        int m = Math.max(n, cols.length);
        double[] rowPrice = new double[n + 1];
        double[] columnPrice = new double[m + 1];
        int[] rowOf = new int[m + 1]; // 0: free; rows and columns count from 1 here, column 0 is where a path begins
        int[] before = new int[m + 1];
        double[] least = new double[m + 1];
        boolean[] reached = new boolean[m + 1];
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            Arrays.fill(reached, false);
            int column = 0;
            do {
                reached[column] = true;
                int from = rowOf[column];
                int next = 0;
                double step = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= m; j++) {
                    if (reached[j]) {
                        continue;
                    }
                    double cost = cost(rows[from - 1], j, cols) - rowPrice[from] - columnPrice[j];
                    if (cost < least[j]) {
                        least[j] = cost;
                        before[j] = column;
                    }
                    if (least[j] < step) {
                        step = least[j];
                        next = j;
                    }
                }
                for (int j = 0; j <= m; j++) {
                    if (reached[j]) {
                        rowPrice[rowOf[j]] += step;
                        columnPrice[j] -= step;
                    } else {
                        least[j] -= step;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }
        for (int j = 1; j <= cols.length; j++) {
            if (rowOf[j] != 0 && gains[rows[rowOf[j] - 1]][cols[j - 1]] > 0) {
                pairs[rows[rowOf[j] - 1]] = cols[j - 1];
            }
        }
    }

    private double cost(int row, int column, int[] cols) {
        return column > cols.length ? 0 : -Math.max(0, gains[row][cols[column - 1]]);
    }
}
