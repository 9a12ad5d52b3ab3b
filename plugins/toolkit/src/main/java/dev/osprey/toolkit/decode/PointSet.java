package dev.osprey.toolkit.decode;

import java.util.List;

/**
 * The points of one body, face or hand, as a model's head gives them.
 *
 * @param classIndex of what the points belong to, 0 where the model knows one class alone
 * @param score of the whole, 0..1
 * @param joints in the model's order
 */
public record PointSet(int classIndex, double score, List<Joint> joints) {
    /** One point in pixels of the model's input, perhaps outside it; score 0..1. */
    public record Joint(float x, float y, float score) {
        public Joint {
            score = score > 0 ? Math.min(1, score) : 0;
        }
    }

    public PointSet {
        joints = List.copyOf(joints);
        score = score > 0 ? Math.min(1, score) : 0;
    }

    /** Points of the only class there is. */
    public static PointSet of(double score, List<Joint> joints) {
        return new PointSet(0, score, joints);
    }

    /** Whether all coordinates are finite: what a broken model gives must not reach a picture. */
    public boolean isSound() {
        return joints.stream().allMatch(joint -> Float.isFinite(joint.x()) && Float.isFinite(joint.y()));
    }
}
