package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The points of several people, [1,P,3K+5]: y, x and score of each point, then the box (top, left, bottom, right) and
 * the person's score, as fractions of the input. MoveNet MultiPose by Google.
 */
public final class MoveNetMultiHead implements PointHead {
    private static final int BOX_AND_SCORE = 5;

    private final int points;
    private final int width;
    private final int height;
    private final float floor;

    /**
     * @param points of a person
     * @param width of the model's input, in pixels
     * @param height of the model's input, in pixels
     * @param floor people below it are left out: the model always gives as many rows
     */
    public MoveNetMultiHead(int points, int width, int height, double floor) {
        this.points = points;
        this.width = width;
        this.height = height;
        this.floor = (float) floor;
    }

    @Override
    public int points() {
        return points;
    }

    @Override
    public List<PointSet> decode(List<FloatBuffer> outputs) {
        FloatBuffer people = outputs.get(0);
        int row = 3 * points + BOX_AND_SCORE;
        List<PointSet> sets = new ArrayList<>();
        for (int from = 0; from + row <= people.limit(); from += row) {
            float score = people.get(from + row - 1);
            if (score >= floor) {
                sets.add(PointSet.of(score, MoveNetHead.joints(people, from, points, width, height)));
            }
        }
        sets.sort(Comparator.comparingDouble(PointSet::score).reversed());
        return sets;
    }
}
