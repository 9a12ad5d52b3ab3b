package dev.osprey.pose;

import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the one person of a camera was in its picture before, so that a model of one person can look there instead of at
 * the whole picture, in which a person is small. What a stage remembers of one stream; thread-safe.
 */
final class Follower {
    /*
     * A square around the joints seen. The shoulders are taken in even when they are unsure: without them the square
     * shrinks to a face, and never finds the body again. Where the square is about as large as the picture, the picture
     * itself is looked at: it does not move, so that joints tremble less. Measured on the demo's clips: the factor and
     * the limit are the ones that gain in the hall and lose nothing on the portraits.
     */
    private static final double ENLARGED = 1.6;
    private static final double LARGEST_SHARE = 0.9;
    private static final double SEEN = 0.2;
    private static final String ALWAYS = "shoulder";

    private static final long FORGOTTEN_AFTER_MICROS = 1_000_000;

    private final double bar;
    private volatile @Nullable Sighting last;

    private record Sighting(long ptsMicros, Region region) {}

    /** @param bar of a person's score below which the person counts as lost */
    Follower(double bar) {
        this.bar = bar;
    }

    /** Where to look in this picture: around the person of a picture up to a second before; else everywhere. */
    Region regionIn(Frame frame) {
        Sighting before = last;
        long age = before == null ? -1 : frame.ptsMicros() - before.ptsMicros();
        return before != null && age > 0 && age <= FORGOTTEN_AFTER_MICROS ? before.region() : Region.of(frame);
    }

    /** Remembers a person for the next picture, or forgets the one before. */
    void found(Frame frame, Result.Keypoints person) {
        last = Optional.of(person)
                .filter(seen -> seen.score() >= bar)
                .flatMap(Follower::around)
                .filter(box -> box.width() < LARGEST_SHARE * Math.min(frame.width(), frame.height()))
                .map(box -> new Sighting(frame.ptsMicros(), Region.of(box)))
                .orElse(null);
    }

    private static Optional<Box> around(Result.Keypoints person) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Result.Keypoint point : person.points()) {
            if (point.score() >= SEEN || point.name().endsWith(ALWAYS)) {
                left = Math.min(left, point.x());
                top = Math.min(top, point.y());
                right = Math.max(right, point.x());
                bottom = Math.max(bottom, point.y());
            }
        }
        double side = ENLARGED * Math.max(right - left, bottom - top);
        return side > 0
                ? Optional.of(Box.ofCentre((left + right) / 2, (top + bottom) / 2, side, side))
                : Optional.empty();
    }
}
