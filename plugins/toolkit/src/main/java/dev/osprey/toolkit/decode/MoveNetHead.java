package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The points of one person, [1,1,K,3]: y, x and score, as fractions of the input. MoveNet SinglePose by Google. */
public final class MoveNetHead implements PointHead {
    private static final int POINT = 3;

    private final int points;
    private final int width;
    private final int height;

    /**
     * @param points of a person
     * @param width of the model's input, in pixels
     * @param height of the model's input, in pixels
     */
    public MoveNetHead(int points, int width, int height) {
        this.points = points;
        this.width = width;
        this.height = height;
    }

    @Override
    public int points() {
        return points;
    }

    @Override
    public List<PointSet> decode(List<FloatBuffer> outputs) {
        List<PointSet.Joint> joints = joints(outputs.get(0), 0, points, width, height);
        return List.of(PointSet.of(JointScores.ofBody(joints), joints));
    }

    /** Triples of y, x and score from an index on. */
    static List<PointSet.Joint> joints(FloatBuffer values, int from, int points, int width, int height) {
        List<PointSet.Joint> joints = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            int at = from + POINT * i;
            joints.add(new PointSet.Joint(values.get(at + 1) * width, values.get(at) * height, values.get(at + 2)));
        }
        return joints;
    }
}
