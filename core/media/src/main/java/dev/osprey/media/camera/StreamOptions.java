package dev.osprey.media.camera;

import dev.osprey.media.ffmpeg.Limits;
import dev.osprey.media.source.SourceGate;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.time.Duration;

/**
 * How a camera's stream is read.
 *
 * @param camera the camera's id; names the thread
 * @param timeout how long the camera may be silent: no answer, or no packet
 * @param decode whether pictures are wanted, or access units alone
 * @param loop files, by HTTP too: whether to begin again at the end
 * @param paced files, by HTTP too: whether to keep to the file's own rate
 * @param firstPause before the first reconnection; grows with each failure
 * @param longestPause before a reconnection
 * @param every the source is one JPEG, fetched anew so often; zero for a stream
 * @param maxPixels width times height of a picture at most, see {@link Limits}
 * @param gate where the source may be, and lead to
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
        Duration longestPause,
        Duration every,
        long maxPixels,
        SourceGate gate) {
    public StreamOptions {
        positive("timeout", timeout);
        positive("firstPause", firstPause);
        positive("longestPause", longestPause);
        if (every.isNegative() || (!every.isZero() && !source.scheme().http())) {
            throw new IllegalArgumentException(
                    "every must be >= 0, and above 0 for http and https alone, got " + every + " of " + source);
        }
    }

    /** TCP, 5 s, decoded; files in a loop at their own rate; pauses from 1 to 30 s; no snapshots; usual pictures. */
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
                Duration.ofSeconds(30),
                Duration.ZERO,
                Limits.USUAL_PIXELS,
                SourceGate.OPEN);
    }

    public StreamOptions withTransport(Transport value) {
        return with(value, timeout, decode, loop, paced, every);
    }

    public StreamOptions withTimeout(Duration value) {
        return with(transport, value, decode, loop, paced, every);
    }

    public StreamOptions withDecode(boolean value) {
        return with(transport, timeout, value, loop, paced, every);
    }

    public StreamOptions withLoop(boolean value) {
        return with(transport, timeout, decode, value, paced, every);
    }

    public StreamOptions withPaced(boolean value) {
        return with(transport, timeout, decode, loop, value, every);
    }

    public StreamOptions withEvery(Duration value) {
        return with(transport, timeout, decode, loop, paced, value);
    }

    public StreamOptions withPauses(Duration first, Duration longest) {
        return new StreamOptions(
                camera, source, transport, timeout, decode, loop, paced, first, longest, every, maxPixels, gate);
    }

    public StreamOptions withMaxPixels(long value) {
        return new StreamOptions(
                camera, source, transport, timeout, decode, loop, paced, firstPause, longestPause, every, value, gate);
    }

    public StreamOptions withGate(SourceGate value) {
        return new StreamOptions(
                camera,
                source,
                transport,
                timeout,
                decode,
                loop,
                paced,
                firstPause,
                longestPause,
                every,
                maxPixels,
                value);
    }

    private StreamOptions with(
            Transport newTransport,
            Duration newTimeout,
            boolean newDecode,
            boolean newLoop,
            boolean newPaced,
            Duration newEvery) {
        return new StreamOptions(
                camera,
                source,
                newTransport,
                newTimeout,
                newDecode,
                newLoop,
                newPaced,
                firstPause,
                longestPause,
                newEvery,
                maxPixels,
                gate);
    }

    boolean snapshots() {
        return !every.isZero();
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0, got " + value);
        }
    }
}
