package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;

import java.io.IOException;
import java.util.Locale;

/** A call of FFmpeg that failed, with its code. The message names no address, so it can be logged. */
public final class FfmpegException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The code of a source that led to where it may not, with words: EPERM. */
    public static final int REFUSED = -1;
    /** The code of {@link #tooLarge}: ERANGE. */
    public static final int TOO_LARGE = -34;

    private final int code;

    public FfmpegException(String what, int code) {
        super(what + ": " + Ffmpeg.describe(code));
        this.code = code;
    }

    private FfmpegException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** Pictures are larger than is allowed. */
    public static FfmpegException tooLarge(long width, long height, long maxPixels) {
        return new FfmpegException(
                TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "its pictures have %d x %d = %s pixels, and up to %s are taken (max-pixels)",
                        width,
                        height,
                        millions(width * height),
                        millions(maxPixels)));
    }

    private static String millions(long pixels) {
        return pixels < 1_000_000 ? Long.toString(pixels) : String.format(Locale.ROOT, "%.1f million", pixels / 1e6);
    }

    /** The source led to where it may not. */
    public static FfmpegException refused(String words) {
        return new FfmpegException(REFUSED, words);
    }

    /** A codec is not on the list, or this build has no decoder for it. */
    static FfmpegException notDecoded(String codec, Limits limits) {
        return new FfmpegException(
                AVERROR_DECODER_NOT_FOUND,
                "its codec, " + codec + ", is not among those that are decoded: " + String.join(", ", limits.codecs()));
    }

    /** A negative errno or AVERROR. */
    public int code() {
        return code;
    }
}
