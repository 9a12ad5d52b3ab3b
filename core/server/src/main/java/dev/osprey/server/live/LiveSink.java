package dev.osprey.server.live;

import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.bus.Encoded;

/**
 * Where one viewer's things go: a WebSocket, an MJPEG response.
 *
 * <p>What a sink has not asked for it need not take. Every method is called on the thread that the thing came from (capture, inference, status, JPEG), one call at a
 * time for a subscription's video, and must neither block nor throw: hop to the connection's own context and return.
 */
public interface LiveSink {
    /** Why a viewer's video stands still until the next key frame. */
    enum Wait {
        /** It came in the middle of a group of pictures that is too long to be caught up with. */
        LONG_GROUP,
        /** It takes less than the camera sends. */
        BEHIND
    }

    /**
     * Whether more video would come late: what was handed over waits for longer than {@code maxLagNanos}. Then what
     * waits is dropped up to its newest key frame, if that is not too old itself; only if there is none it is full, and
     * goes on with the next key frame.
     */
    boolean full(long maxLagNanos);

    /** A stream begins or changes: called before its first unit. */
    void onStream(StreamInfo info);

    /**
     * The units that follow, up to this presentation time, were taken before the viewer came: they are there to be
     * decoded, not to be shown.
     */
    default void onCatchUp(StreamInfo info, long untilPtsMicros) {}

    /** Nothing that is of this stream and no JPEG follows until its next key frame. */
    default void onWait(StreamInfo info, Wait reason) {}

    /** The first one after {@link #onStream} or after a drop is a key frame or a JPEG. Retained by who keeps it. */
    void onVideo(VideoMessage message);

    /** An {@code analysis} message, encoded once for all. */
    default void onAnalysis(Encoded<?> json) {}

    /** A {@code status} message, encoded once for all. */
    default void onStatus(Encoded<?> json) {}

    /** The camera was removed; nothing follows. */
    void onGone();
}
