package dev.osprey.engine.track;

/**
 * What a stretch of time does to a position and its velocity: the velocity is pushed about at random and fades, so that
 * what is not seen any more comes to rest.
 *
 * @param fade what is left of a velocity
 * @param reach seconds of the velocity that the position moves on
 * @param positionNoise variance that the position gains at a noise of 1
 * @param sharedNoise covariance likewise
 * @param velocityNoise variance of the velocity likewise
 */
record Motion(double fade, double reach, double positionNoise, double sharedNoise, double velocityNoise) {
    /*
     * An Ornstein-Uhlenbeck velocity, integrated exactly. So two steps of any lengths give what one of both lengths
     * gives, and the rate of analyses leaves no trace in the model; a step by a fixed amount a frame would.
     */
    static Motion over(double seconds, double memorySeconds) {
        double fade = Math.exp(-seconds / memorySeconds);
        double gone = -Math.expm1(-seconds / memorySeconds);
        double goneTwice = -Math.expm1(-2 * seconds / memorySeconds);
        double memory2 = memorySeconds * memorySeconds;
        return new Motion(
                fade,
                memorySeconds * gone,
                Math.max(0, memory2 * (seconds - 2 * memorySeconds * gone + memorySeconds / 2 * goneTwice)),
                memory2 / 2 * gone * gone,
                memorySeconds / 2 * goneTwice);
    }

    /** The variance of a velocity of which nothing is known, at a noise of 1. */
    static double unknownVelocity(double memorySeconds) {
        return memorySeconds / 2;
    }
}
