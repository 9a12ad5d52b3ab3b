package dev.osprey.media.camera;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_SERVER_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_STREAM_NOT_FOUND;

import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * What stopped a stream, in words for its operator.
 *
 * @param state what the camera's state becomes
 * @param login whether it is the login, so that trying again soon does harm
 * @param transport whether another way of carrying the video may do
 */
record Trouble(State state, String message, boolean login, boolean transport) {
    private static final String HUNG_UP =
            "the camera hung up at once: too many connections? Close other viewers of" + " it, or raise its limit";
    private static final int EIO = -5;
    private static final int EINVAL = -22;
    private static final int ENOENT = -2;
    private static final int EACCES = -13;
    private static final int EPROTONOSUPPORT = -93;
    private static final int ENETUNREACH = -101;
    private static final int ECONNRESET = -104;
    private static final int EPIPE = -32;
    private static final int ETIMEDOUT = -110;
    private static final int ECONNREFUSED = -111;
    private static final int EHOSTUNREACH = -113;

    static Trouble refused(String message) {
        return new Trouble(State.REFUSED, message, false, false);
    }

    static Trouble lost(String message) {
        return new Trouble(State.LOST, message, false, false);
    }

    static Trouble stalled(Duration timeout, boolean opened) {
        String seconds = seconds(timeout);
        return opened
                ? new Trouble(State.STALLED, "no packet for " + seconds, false, true)
                : lost("no answer for " + seconds + "; check the address and whether the camera is on");
    }

    static String seconds(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        return seconds >= 1 && Math.abs(seconds - Math.rint(seconds)) < 0.05
                ? Math.round(seconds) + " s"
                : String.format("%.1f s", seconds);
    }

    /**
     * What an error of FFmpeg comes from.
     *
     * @param transport how the video was to be carried
     * @param opened whether the connection stood already
     */
    static Trouble of(FfmpegException e, StreamOptions options, Transport transport, boolean opened) {
        int code = e.code();
        SourceUrl source = options.source();
        boolean rtsp = source.scheme().rtsp();
        if (code == AVERROR_EXIT || code == ETIMEDOUT) {
            return stalled(options.timeout(), opened);
        }
        if (code == AVERROR_HTTP_UNAUTHORIZED) {
            return new Trouble(State.REFUSED, "the camera refused the login; check user and password", true, false);
        }
        if (code == AVERROR_HTTP_FORBIDDEN) {
            return new Trouble(
                    State.REFUSED,
                    "the camera forbids this stream to this user (403); check the user's rights",
                    true,
                    false);
        }
        if (code == AVERROR_HTTP_NOT_FOUND) {
            return refused("the camera knows no such path (404); check the path of " + source.redacted());
        }
        if (code == AVERROR_HTTP_BAD_REQUEST) {
            return refused("the camera calls the request bad (400); check the path of " + source.redacted()
                    + ", and whether scheme and port are those of the video");
        }
        if (code == EPROTONOSUPPORT && rtsp) {
            String other = transport == Transport.UDP ? "tcp" : "udp";
            return new Trouble(
                    State.REFUSED,
                    "the camera does not serve RTSP over " + transport + " (461 unsupported transport); set transport: "
                            + other + ", or auto",
                    false,
                    true);
        }
        if (code == AVERROR_HTTP_OTHER_4XX) {
            return refused("the camera refused the request (4xx); check the path"
                    + (rtsp ? " and whether it serves " + transport : ""));
        }
        if (code == AVERROR_HTTP_SERVER_ERROR) {
            return lost("the camera failed to serve the stream (5xx)");
        }
        if (code == AVERROR_STREAM_NOT_FOUND) {
            return refused("no video track in " + source.redacted());
        }
        if (code == AVERROR_DECODER_NOT_FOUND) {
            return refused(e.getMessage() + "; set the camera to H.264, H.265 or MJPEG");
        }
        if (code == FfmpegException.REFUSED) {
            return refused(String.valueOf(e.getMessage()));
        }
        if (code == FfmpegException.TOO_LARGE) {
            return refused(e.getMessage() + ": set the camera to smaller ones, or raise the limit");
        }
        if (code == AVERROR_INVALIDDATA || code == EINVAL) {
            return opened ? lost("the stream broke off or is corrupt") : unreadable(options, transport);
        }
        if (code == AVERROR_PROTOCOL_NOT_FOUND) {
            return refused("the source leads to a protocol that is not allowed");
        }
        if (code == AVERROR_EOF || code == ECONNRESET || code == EPIPE) {
            return lost(opened ? "the camera closed the connection" : HUNG_UP);
        }
        return ofSystem(e, source, opened);
    }

    /* A camera that answers UDP to a SETUP for TCP is not told apart by FFmpeg from one that answers nonsense. */
    private static Trouble unreadable(StreamOptions options, Transport transport) {
        SourceUrl source = options.source();
        String words = "what " + source.redacted() + " answers is no video that can be read; check the path";
        if (!source.scheme().rtsp()) {
            return refused(words);
        }
        if (HangUp.seen(options)) {
            return lost(HUNG_UP);
        }
        String other = transport == Transport.UDP ? "tcp" : "udp";
        return new Trouble(
                State.REFUSED,
                words + "; if that is right, the camera may not serve RTSP over " + transport + ": set transport: "
                        + other + ", or auto",
                false,
                true);
    }

    private static Trouble ofSystem(FfmpegException e, SourceUrl source, boolean opened) {
        return switch (e.code()) {
            case ECONNREFUSED -> lost("connection refused by " + source.redacted()
                    + "; check address and port, and whether the camera is on");
            case EHOSTUNREACH, ENETUNREACH -> lost(
                    "no way to " + source.redacted() + "; check the address and the network");
            case ENOENT -> refused("no such file or device: " + source.redacted());
            case EACCES -> refused("not allowed to read " + source.redacted());
            case EIO -> {
                if (!opened && !source.host().isEmpty() && unknown(source.host())) {
                    yield lost("host unknown: " + source.redacted() + "; check the address");
                }
                yield lost(opened ? "the connection broke" : "cannot open " + source.redacted());
            }
            default -> lost(String.valueOf(e.getMessage()));
        };
    }

    /** Asked only after a failure, so it costs nothing on the way to a camera. */
    private static boolean unknown(String host) {
        try {
            InetAddress.getByName(host);
            return false;
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
