package dev.osprey.engine.track;

import dev.osprey.spi.Box;

/** One object that is followed: where it is thought to be, how it moves, and how sure that is. */
final class Track {
    /*
     * All in sizes of the object (the root of its box's area), so that near and far objects are alike. A detector puts
     * a box off by some hundredths of its size.
     */
    private static final double MEASURED = 0.07;
    private static final double PLACE_NOISE = 0.5;
    private static final double PLACE_MEMORY_SECONDS = 6;
    private static final double EXTENT_NOISE = 0.05;
    private static final double EXTENT_MEMORY_SECONDS = 0.5;

    /** How near the edge of the picture a box is at it, and how fast, a second, it moves if it leaves. */
    private static final double EDGE = 0.05;

    private static final double LEAVING = 0.1;

    private static final double LEAST_EXTENT = 1;
    private static final long IN_SIGHT = Long.MIN_VALUE;

    /** What a stretch of time does to all objects alike. */
    record Passage(Motion place, Motion extent) {
        static Passage of(double seconds) {
            return new Passage(Motion.over(seconds, PLACE_MEMORY_SECONDS), Motion.over(seconds, EXTENT_MEMORY_SECONDS));
        }
    }

    private final Axis centreX;
    private final Axis centreY;
    private final Axis width;
    private final Axis height;
    private double size;
    private Box box;
    private Box thought;
    private boolean expected;
    private long identity;
    private long lostSinceMicros = IN_SIGHT;

    Track(Box seen) {
        box = seen;
        thought = seen;
        size = size(seen);
        double error = error();
        double place = size * size * PLACE_NOISE * Motion.unknownVelocity(PLACE_MEMORY_SECONDS);
        double extent = size * size * EXTENT_NOISE * Motion.unknownVelocity(EXTENT_MEMORY_SECONDS);
        centreX = new Axis(seen.x() + seen.width() / 2, error, place);
        centreY = new Axis(seen.y() + seen.height() / 2, error, place);
        width = new Axis(seen.width(), error, extent);
        height = new Axis(seen.height(), error, extent);
    }

    void predict(Passage passage) {
        double place = size * size * PLACE_NOISE;
        double extent = size * size * EXTENT_NOISE;
        centreX.predict(passage.place(), place);
        centreY.predict(passage.place(), place);
        width.predict(passage.extent(), extent);
        height.predict(passage.extent(), extent);
        settle();
        thought = box;
        expected = isConfirmed() && !isLost();
    }

    void correct(Belief belief) {
        Box seen = belief.box();
        double error = error() * square(belief.error());
        centreX.correct(seen.x() + seen.width() / 2, error);
        centreY.correct(seen.y() + seen.height() / 2, error);
        width.correct(seen.width(), error);
        height.correct(seen.height(), error);
        lostSinceMicros = IN_SIGHT;
        settle();
        size = size(box);
    }

    private void settle() {
        box = Box.ofCentre(
                centreX.position(),
                centreY.position(),
                Math.max(LEAST_EXTENT, width.position()),
                Math.max(LEAST_EXTENT, height.position()));
    }

    private double error() {
        return square(size * MEASURED);
    }

    private static double square(double value) {
        return value * value;
    }

    private static double size(Box box) {
        return Math.max(LEAST_EXTENT, Math.sqrt(box.area()));
    }

    /** Where it was thought to be before this picture was looked at. */
    Box thought() {
        return thought;
    }

    /** Whether it was in sight before this picture. */
    boolean isExpected() {
        return expected;
    }

    /** Where it is thought to be. */
    Box box() {
        return box;
    }

    /** Whether it is on its way out of the picture, and at its edge already. */
    boolean isLeaving(Box picture) {
        double out = size * LEAVING;
        return (box.x() <= picture.x() + EDGE * size && centreX.velocity() < -out)
                || (box.right() >= picture.right() - EDGE * size && centreX.velocity() > out)
                || (box.y() <= picture.y() + EDGE * size && centreY.velocity() < -out)
                || (box.bottom() >= picture.bottom() - EDGE * size && centreY.velocity() > out);
    }

    /** How far off, across, its place may well be, in pixels. */
    double doubtAcross() {
        return centreX.deviation();
    }

    /** How far off, up and down, its place may well be, in pixels. */
    double doubtAlong() {
        return centreY.deviation();
    }

    /** 0: seen once so far. */
    long identity() {
        return identity;
    }

    boolean isConfirmed() {
        return identity != 0;
    }

    void confirm(long newIdentity) {
        identity = newIdentity;
    }

    boolean isLost() {
        return lostSinceMicros != IN_SIGHT;
    }

    /** When the first picture was that did not show it; it is lost. */
    long lostSinceMicros() {
        return lostSinceMicros;
    }

    /** A picture did not show it. Returns whether it is worth waiting for: what was seen once only is not. */
    boolean miss(long nowMicros) {
        if (lostSinceMicros == IN_SIGHT) {
            lostSinceMicros = nowMicros;
        }
        return isConfirmed();
    }
}
