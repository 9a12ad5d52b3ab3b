package dev.osprey.engine.track.mot;

/**
 * How well tracks agree with the truth.
 *
 * @param objects boxes of the truth
 * @param results boxes that the tracker gave
 * @param misses boxes of the truth without one of the tracker
 * @param falseOnes boxes of the tracker without one of the truth
 * @param switches how often an object came to be followed under another identity than before
 * @param sameIdentity boxes that agree if each object has one identity, chosen for the whole of the file
 */
public record TrackScore(int objects, int results, int misses, int falseOnes, int switches, int sameIdentity) {
    /**
     * Multiple object tracking accuracy (CLEAR MOT): 1 less misses, false ones and switches, each a box of the truth;
     * below 0 for a tracker that is worse than none. NaN without truth.
     */
    public double mota() {
        return 1 - (double) (misses + falseOnes + switches) / objects;
    }

    /** The share, 0..1, of boxes on either side that carry the right identity; NaN without any. */
    public double idf1() {
        return 2.0 * sameIdentity / (objects + results);
    }

    /** The share, 0..1, of the truth's boxes that were found. */
    public double recall() {
        return 1 - (double) misses / objects;
    }

    /** The share, 0..1, of the tracker's boxes that are right. */
    public double precision() {
        return 1 - (double) falseOnes / results;
    }
}
