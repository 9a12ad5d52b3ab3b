package dev.osprey.pose;

import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the one person of a camera was in its picture before, so that a model of one person can look there instead of at
 * the whole picture, in which a person is small. Thread-safe; bounded.
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
    private static final int MOST_CAMERAS = 256;

    private final double bar;

    /** Guarded by this; the camera seen longest ago first. */
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();

    private record Sighting(long ptsMicros, Region region) {}

    /** @param bar of a person's score below which the person counts as lost */
    Follower(double bar) {
        this.bar = bar;
    }

    /** Where to look in this picture: around the person of a picture up to a second before; else everywhere. */
    synchronized Region regionIn(Frame frame) {
        Sighting last = sightings.get(frame.cameraId());
        long age = last == null ? -1 : frame.ptsMicros() - last.ptsMicros();
        return last != null && age > 0 && age <= FORGOTTEN_AFTER_MICROS ? last.region() : Region.of(frame);
    }

    /** Remembers a person for the camera's next picture, or forgets the one before. */
    synchronized void found(Frame frame, Result.Keypoints person) {
        sightings.remove(frame.cameraId());
        if (person.score() >= bar) {
            around(person)
                    .filter(box -> box.width() < LARGEST_SHARE * Math.min(frame.width(), frame.height()))
                    .ifPresent(box -> sightings.put(frame.cameraId(), new Sighting(frame.ptsMicros(), Region.of(box))));
            if (sightings.size() > MOST_CAMERAS) {
                sightings.remove(sightings.keySet().iterator().next());
            }
        }
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
