package dev.osprey.server.live;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The hub's bounds.
 *
 * @param ringBytes how much of a stream is kept since its last key frame, in bytes
 * @param ringUnits the same, in access units
 * @param jpegThreads how many JPEGs are made at once, over all cameras
 * @param jpegInterval the least time between two JPEGs of a camera and size
 * @param fallsBeforeJpeg so many falls behind within {@code fallsWithin}, and a viewer gets JPEG if it can show it
 * @param jpegPenalty how long it gets JPEG before video is tried again; doubles with every relapse, up to 16 times
 * @param nanoClock as {@link System#nanoTime}
 */
public record HubOptions(
        int ringBytes,
        int ringUnits,
        int jpegThreads,
        Duration jpegInterval,
        int fallsBeforeJpeg,
        Duration fallsWithin,
        Duration jpegPenalty,
        LongSupplier nanoClock) {
    public static final HubOptions DEFAULT = new HubOptions(
            8 << 20,
            1_500,
            2,
            Duration.ofMillis(66),
            3,
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            System::nanoTime);

    public HubOptions {
        positive("ringBytes", ringBytes);
        positive("ringUnits", ringUnits);
        positive("jpegThreads", jpegThreads);
        positive("fallsBeforeJpeg", fallsBeforeJpeg);
    }

    private static void positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be >= 1, got " + value);
        }
    }
}
