package dev.osprey.server.live;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The hub's bounds.
 *
 * @param groupBytes how much of a stream is kept since its last key frame for newcomers, in bytes: as much as most of
 *     them take within a second
 * @param groupUnits the same, in access units: as many as most of them decode within a second
 * @param maxLag how long video may wait for a viewer, before it goes on with the newest key frame
 * @param scarceLag the same while {@code heldBytes} is exceeded
 * @param heldBytes of video in memory for viewers, over all cameras; messages that several wait for count once
 * @param jpegThreads how many JPEGs are made at once, over all cameras
 * @param jpegInterval the least time between two JPEGs of a camera and size
 * @param fallsBeforeJpeg so many falls behind within {@code fallsWithin}, and a viewer gets JPEG if it can show it
 * @param jpegPenalty how long it gets JPEG before video is tried again; doubles with every relapse, up to 16 times
 * @param nanoClock as {@link System#nanoTime}
 */
public record HubOptions(
        int groupBytes,
        int groupUnits,
        Duration maxLag,
        Duration scarceLag,
        long heldBytes,
        int jpegThreads,
        Duration jpegInterval,
        int fallsBeforeJpeg,
        Duration fallsWithin,
        Duration jpegPenalty,
        LongSupplier nanoClock) {
    public static final HubOptions DEFAULT = new HubOptions(
            2 << 20,
            100,
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8),
            2,
            Duration.ofMillis(66),
            3,
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            System::nanoTime);

    public HubOptions {
        positive("groupBytes", groupBytes);
        positive("groupUnits", groupUnits);
        positive("heldBytes", heldBytes);
        positive("jpegThreads", jpegThreads);
        positive("fallsBeforeJpeg", fallsBeforeJpeg);
    }

    private static void positive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be >= 1, got " + value);
        }
    }
}
