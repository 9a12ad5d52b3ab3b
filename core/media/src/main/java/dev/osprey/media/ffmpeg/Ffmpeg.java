package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The process-wide state of FFmpeg. Its own log is off, since it prints whole addresses with their passwords; what went
 * wrong is told by the exceptions instead.
 */
public final class Ffmpeg {
    /**
     * No single piece of memory is larger: the last barrier against pictures of absurd sizes, where a size comes to
     * light in the midst of probing. A plane of {@link Limits#MOST_PIXELS} with two bytes each fits.
     */
    private static final long MAX_ALLOCATION_BYTES = 256L << 20;

    static {
        Loader.load(avutil.class);
        Loader.load(swscale.class);
        Loader.load(avformat.class);
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(MAX_ALLOCATION_BYTES);
    }

    private Ffmpeg() {}

    /** Loads the native libraries, once a process; takes some 100 ms the first time. */
    public static void load() {
        // the static initialiser has done it
    }

    /** FFmpeg's own words for one of its error codes. */
    public static String describe(int code) {
        byte[] text = new byte[128];
        if (av_strerror(code, text, text.length) < 0) {
            return "error " + code;
        }
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Frees a dictionary; one that FFmpeg has emptied is none, and its own call would fall over that. */
    static void free(@Nullable AVDictionary dictionary) {
        if (dictionary != null && !dictionary.isNull()) {
            av_dict_free(dictionary);
        }
    }

    /** Passes a non-negative code through. */
    static int check(int code, String what) throws FfmpegException {
        if (code < 0) {
            throw new FfmpegException(what, code);
        }
        return code;
    }
}
