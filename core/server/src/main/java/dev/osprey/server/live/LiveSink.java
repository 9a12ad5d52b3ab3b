package dev.osprey.server.live;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import io.vertx.core.buffer.Buffer;

/**
 * Where one viewer's things go: a WebSocket, an MJPEG response.
 *
 * <p>Every method is called on the thread that the thing came from (capture, inference, status, JPEG), one call at a
 * time for a subscription's video, and must neither block nor throw: hop to the connection's own context and return.
 */
public interface LiveSink {
    /**
     * Whether more video would pile up. It counts what was handed over and is not written yet, not only what the socket
     * says: otherwise a viewer that stopped reading grows the heap. While it is true units are dropped and counted.
     */
    boolean full();

    /** A stream begins or changes: called before its first unit. */
    void onStream(StreamInfo info);

    /** The first unit after {@link #onStream} or after a drop is a key frame or a JPEG. */
    void onAccessUnit(AccessUnit unit);

    /** An {@code analysis} message, encoded once for all; not to be changed. */
    void onAnalysis(Buffer json);

    /** A {@code status} message, encoded once for all; not to be changed. */
    void onStatus(Buffer json);

    /** The camera was removed; nothing follows. */
    void onGone();
}
