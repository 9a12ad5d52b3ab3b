package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;

/** What a model gives for each class in each cell of a map: a view of one of its outputs. */
public final class ScoreMap {
    private final FloatBuffer scores;
    private final int classes;
    private final int rows;
    private final int columns;
    private final int classStep;
    private final int cellStep;

    /**
     * @param scores classes × rows × columns elements: [1,C,H,W], [1,H,W,C] or, of one class, [1,H,W]
     * @param classesLast whether a cell's classes lie side by side: [1,H,W,C]
     */
    public ScoreMap(FloatBuffer scores, int classes, int rows, int columns, boolean classesLast) {
        if (scores.limit() != (long) classes * rows * columns) {
            throw new IllegalArgumentException("scores must hold " + classes + " classes x " + rows + " x " + columns
                    + " cells, got " + scores.limit());
        }
        this.scores = scores;
        this.classes = classes;
        this.rows = rows;
        this.columns = columns;
        classStep = classesLast ? 1 : rows * columns;
        cellStep = classesLast ? classes : 1;
    }

    public int classes() {
        return classes;
    }

    /**
     * All classes at a point, interpolated between the centres of the four cells around it.
     *
     * @param x in cells, 0..columns
     * @param y in cells, 0..rows
     * @param into one element a class
     */
    public void sample(double x, double y, float[] into) {
        double atX = Math.max(0, Math.min(columns - 1, x - 0.5));
        double atY = Math.max(0, Math.min(rows - 1, y - 0.5));
        int left = (int) atX;
        int top = (int) atY;
        int right = Math.min(columns - 1, left + 1);
        int bottom = Math.min(rows - 1, top + 1);
        float shareX = (float) (atX - left);
        float shareY = (float) (atY - top);
        int topLeft = (top * columns + left) * cellStep;
        int topRight = (top * columns + right) * cellStep;
        int bottomLeft = (bottom * columns + left) * cellStep;
        int bottomRight = (bottom * columns + right) * cellStep;
        for (int c = 0; c < classes; c++) {
            int shift = c * classStep;
            float above = mixed(scores.get(topLeft + shift), scores.get(topRight + shift), shareX);
            float below = mixed(scores.get(bottomLeft + shift), scores.get(bottomRight + shift), shareX);
            into[c] = mixed(above, below, shareY);
        }
    }

    /**
     * The first class in the cell that a point lies in, as it stands there.
     *
     * @param x in cells, 0..columns
     * @param y in cells, 0..rows
     */
    public float nearest(double x, double y) {
        int column = Math.min(columns - 1, (int) x);
        int row = Math.min(rows - 1, (int) y);
        return scores.get((row * columns + column) * cellStep);
    }

    private static float mixed(float a, float b, float share) {
        return a + (b - a) * share;
    }
}
