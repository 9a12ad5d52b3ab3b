package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The points of one person as a likelihood for each column and one for each row, [1,K,sW] and [1,K,sH], s columns (as a
 * rule two) a pixel. A point's score is the smaller of its two maxima. SimCC (Li et al. 2022), as RTMPose exports it.
 */
public final class SimccHead implements PointHead {
    private final int points;
    private final int xOutput;
    private final int yOutput;
    private final int columns;
    private final int rows;
    private final double columnsPerPixel;
    private final double rowsPerPixel;

    /**
     * @param points of a person
     * @param xOutput the index of the output that holds the columns
     * @param yOutput the index of the output that holds the rows
     * @param columns of a point
     * @param rows of a point
     * @param width of the model's input, in pixels
     * @param height of the model's input, in pixels
     */
    public SimccHead(int points, int xOutput, int yOutput, int columns, int rows, int width, int height) {
        this.points = points;
        this.xOutput = xOutput;
        this.yOutput = yOutput;
        this.columns = columns;
        this.rows = rows;
        this.columnsPerPixel = (double) columns / width;
        this.rowsPerPixel = (double) rows / height;
    }

    @Override
    public int points() {
        return points;
    }

    @Override
    public List<PointSet> decode(List<FloatBuffer> outputs) {
        FloatBuffer x = outputs.get(xOutput);
        FloatBuffer y = outputs.get(yOutput);
        float[] line = new float[Math.max(columns, rows)];
        List<PointSet.Joint> joints = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            x.get(i * columns, line, 0, columns);
            int column = highest(line, columns);
            float columnScore = line[column];
            y.get(i * rows, line, 0, rows);
            int row = highest(line, rows);
            joints.add(new PointSet.Joint(
                    (float) (column / columnsPerPixel),
                    (float) (row / rowsPerPixel),
                    Math.min(columnScore, line[row])));
        }
        return List.of(PointSet.of(JointScores.ofBody(joints), joints));
    }

    private static int highest(float[] values, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
