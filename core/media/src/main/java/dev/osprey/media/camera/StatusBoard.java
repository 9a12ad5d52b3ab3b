package dev.osprey.media.camera;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.source.Transport;
import java.time.Clock;
import java.time.Instant;

/** The counts and the state of one stream: written by its capture thread, read by anyone. */
final class StatusBoard {
    private static final long REPORT_NANOS = 1_000_000_000L;
    private static final long DAMAGE_SHOWN_NANOS = 10_000_000_000L;

    private final StreamOptions options;
    private final Clock clock;

    // of the capture thread
    private final PacketRates rates = new PacketRates();
    private State state = State.DISABLED;
    private String message = "not started";
    private Instant since;
    private String lastError = "";
    private int stream;
    private int width;
    private int height;
    private String codec = "";
    private double keyFrameIntervalSeconds;
    private long lastKeyMicros = Long.MIN_VALUE;
    private long decoded;
    private long dropped;
    private long packets;
    private long corrupt;
    private long corruptNanos;
    private int reconnects;
    private long reportedNanos;

    private volatile StreamStatus published;

    StatusBoard(StreamOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        since = clock.instant();
        published = snapshot();
    }

    StreamStatus current() {
        return published;
    }

    /** Enters a state, and says so. */
    StreamStatus enter(State newState, String newMessage) {
        if (newState != state) {
            since = clock.instant();
        }
        state = newState;
        message = newMessage;
        return publish();
    }

    State state() {
        return state;
    }

    String lastError() {
        return lastError;
    }

    void failed(String error) {
        lastError = error;
        rates.clear();
        lastKeyMicros = Long.MIN_VALUE;
    }

    void reconnecting() {
        reconnects++;
    }

    void opened(StreamInfo info) {
        stream = info.stream();
        width = info.width();
        height = info.height();
        codec = info.codec();
    }

    void packet(int sizeBytes, boolean key, long ptsMicros) {
        packets++;
        rates.add(System.nanoTime(), sizeBytes);
        if (key) {
            if (lastKeyMicros != Long.MIN_VALUE && ptsMicros > lastKeyMicros) {
                keyFrameIntervalSeconds = (ptsMicros - lastKeyMicros) / 1e6;
            }
            lastKeyMicros = ptsMicros;
        }
    }

    void decoded() {
        decoded++;
    }

    void dropped() {
        dropped++;
    }

    void corrupt() {
        corrupt++;
        corruptNanos = System.nanoTime();
    }

    /** What is said of the state; damage of the last seconds is said of a camera that is live. */
    private String words(long now) {
        if (state != State.LIVE || corrupt == 0 || now - corruptNanos > DAMAGE_SHOWN_NANOS) {
            return message;
        }
        String udp = options.transport() == Transport.UDP ? ", or set transport: tcp" : "";
        return message + "; pictures arrive damaged (" + corrupt + " so far): check camera and network" + udp;
    }

    /** Whether a second has passed since the last report. */
    boolean due() {
        return System.nanoTime() - reportedNanos > REPORT_NANOS;
    }

    StreamStatus publish() {
        reportedNanos = System.nanoTime();
        published = snapshot();
        return published;
    }

    private StreamStatus snapshot() {
        long now = System.nanoTime();
        return new StreamStatus(
                options.camera(),
                options.source().redacted(),
                state,
                words(now),
                stream,
                width,
                height,
                codec,
                rates.rate(now),
                rates.bitsPerSecond(now),
                keyFrameIntervalSeconds,
                decoded,
                dropped,
                packets,
                corrupt,
                reconnects,
                lastError,
                since);
    }
}
