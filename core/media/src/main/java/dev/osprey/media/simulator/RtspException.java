package dev.osprey.media.simulator;

import java.util.Map;

/** An RTSP request that is answered with an error. */
final class RtspException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    RtspException(int status, String reason) {
        this(status, reason, Map.of());
    }

    RtspException(int status, String reason, Map<String, String> headers) {
        super(reason);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
