package dev.osprey.engine.track;

/** A Kalman filter of one number of a box, in pixels, and its velocity, in pixels a second. */
final class Axis {
    private double position;
    private double velocity;
    private double positionVariance;
    private double covariance;
    private double velocityVariance;

    /** @param measured with this variance; nothing is known of the velocity but how much it varies in general */
    Axis(double measured, double measuredVariance, double velocityVariance) {
        this.position = measured;
        this.positionVariance = measuredVariance;
        this.velocityVariance = velocityVariance;
    }

    /** @param noise how hard the velocity is pushed about: pixels² a second³ */
    void predict(Motion motion, double noise) {
        double fade = motion.fade();
        double reach = motion.reach();
        position += reach * velocity;
        velocity *= fade;
        positionVariance += reach * (2 * covariance + reach * velocityVariance) + noise * motion.positionNoise();
        covariance = fade * (covariance + reach * velocityVariance) + noise * motion.sharedNoise();
        velocityVariance = fade * fade * velocityVariance + noise * motion.velocityNoise();
    }

    void correct(double measured, double measuredVariance) {
        double sum = positionVariance + measuredVariance;
        double gain = positionVariance / sum;
        double velocityGain = covariance / sum;
        double surprise = measured - position;
        position += gain * surprise;
        velocity += velocityGain * surprise;
        velocityVariance -= velocityGain * covariance;
        covariance *= 1 - gain;
        positionVariance *= 1 - gain;
    }

    double position() {
        return position;
    }

    double velocity() {
        return velocity;
    }

    /** The standard deviation of the position, in pixels. */
    double deviation() {
        return Math.sqrt(positionVariance);
    }
}
