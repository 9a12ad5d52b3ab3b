package dev.osprey.media.ffmpeg;

import java.io.IOException;

/** A call of FFmpeg that failed, with its code. The message names no address, so it can be logged. */
public final class FfmpegException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public FfmpegException(String what, int code) {
        super(what + ": " + Ffmpeg.describe(code));
        this.code = code;
    }

    /** A negative errno or AVERROR. */
    public int code() {
        return code;
    }
}
