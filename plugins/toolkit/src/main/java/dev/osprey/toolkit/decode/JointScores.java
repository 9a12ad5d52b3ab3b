package dev.osprey.toolkit.decode;

import java.util.List;

/** The score of a body of which a model gives scores of joints alone. */
final class JointScores {
    private JointScores() {}

    static double ofBody(List<PointSet.Joint> joints) {
        return joints.stream().mapToDouble(PointSet.Joint::score).average().orElse(0);
    }
}
