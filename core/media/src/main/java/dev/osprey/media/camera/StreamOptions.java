package dev.osprey.media.camera;

import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.time.Duration;

/**
 * How a camera's stream is read.
 *
 * @param camera the camera's id; names the thread
 * @param timeout how long the camera may be silent: no answer, or no packet
 * @param decode whether pictures are wanted, or access units alone
 * @param loop files: whether to begin again at the end
 * @param paced files: whether to keep to the file's own rate
 * @param firstPause before the first reconnection; grows with each failure
 * @param longestPause before a reconnection
 */
public record StreamOptions(
        String camera,
        SourceUrl source,
        Transport transport,
        Duration timeout,
        boolean decode,
        boolean loop,
        boolean paced,
        Duration firstPause,
        Duration longestPause) {
    public StreamOptions {
        positive("timeout", timeout);
        positive("firstPause", firstPause);
        positive("longestPause", longestPause);
    }

    /** TCP, 5 s, decoded; files in a loop at their own rate; pauses from 1 to 30 s. */
    public static StreamOptions of(String camera, SourceUrl source) {
        return new StreamOptions(
                camera,
                source,
                Transport.TCP,
                Duration.ofSeconds(5),
                true,
                true,
                true,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    public StreamOptions withTransport(Transport value) {
        return new StreamOptions(camera, source, value, timeout, decode, loop, paced, firstPause, longestPause);
    }

    public StreamOptions withTimeout(Duration value) {
        return new StreamOptions(camera, source, transport, value, decode, loop, paced, firstPause, longestPause);
    }

    public StreamOptions withDecode(boolean value) {
        return new StreamOptions(camera, source, transport, timeout, value, loop, paced, firstPause, longestPause);
    }

    public StreamOptions withLoop(boolean value) {
        return new StreamOptions(camera, source, transport, timeout, decode, value, paced, firstPause, longestPause);
    }

    public StreamOptions withPaced(boolean value) {
        return new StreamOptions(camera, source, transport, timeout, decode, loop, value, firstPause, longestPause);
    }

    public StreamOptions withPauses(Duration first, Duration longest) {
        return new StreamOptions(camera, source, transport, timeout, decode, loop, paced, first, longest);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0, got " + value);
        }
    }
}
