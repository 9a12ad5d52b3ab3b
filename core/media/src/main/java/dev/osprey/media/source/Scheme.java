package dev.osprey.media.source;

import java.util.Locale;

/** The kinds of source there are; anything else is refused. */
public enum Scheme {
    RTSP,
    RTSPS,
    HTTP,
    HTTPS,
    FILE,
    V4L2;

    /** As written before the colon. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean rtsp() {
        return this == RTSP || this == RTSPS;
    }

    public boolean http() {
        return this == HTTP || this == HTTPS;
    }
}
