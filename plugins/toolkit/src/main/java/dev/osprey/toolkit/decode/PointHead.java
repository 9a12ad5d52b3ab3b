package dev.osprey.toolkit.decode;

import java.nio.FloatBuffer;
import java.util.List;

/** Reads sets of named points from a model's outputs, in one layout. Immutable, so shared by threads. */
public interface PointHead {
    /** How many points a set has. */
    int points();

    /**
     * The sets in one picture, the best first, in pixels of the model's input.
     *
     * @param outputs for one picture, in the model's order; the elements of each from index 0 to its limit
     */
    List<PointSet> decode(List<FloatBuffer> outputs);
}
