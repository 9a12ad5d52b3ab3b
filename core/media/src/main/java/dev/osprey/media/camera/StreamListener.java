package dev.osprey.media.camera;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;

/**
 * Who is told what a stream brings. Called by the camera's capture thread alone, in order, and so must not block; an
 * exception that it throws is logged and costs only that call.
 */
public interface StreamListener {
    /** Before the first access unit of each stream. */
    void onStream(StreamInfo info);

    /** Every packet, in the order of decoding, the first being a key frame. */
    void onAccessUnit(AccessUnit unit);

    /** Every decoded picture, in the order of display. The listener owns the reference. */
    void onPicture(Picture picture);

    /** At every change of state, and about once a second while live. */
    void onStatus(StreamStatus status);
}
