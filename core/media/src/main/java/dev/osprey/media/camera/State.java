package dev.osprey.media.camera;

/** What a camera's stream is doing. */
public enum State {
    /** Waiting for the camera's answer or its first key frame. */
    CONNECTING,
    /** Packets come in. */
    LIVE,
    /** The camera fell silent. */
    STALLED,
    /** The connection broke or could not be made. */
    LOST,
    /** The camera answered, and will not do it: login, path, codec. */
    REFUSED,
    /** The file or stream is over. */
    ENDED,
    /** Not started, or closed. */
    DISABLED
}
