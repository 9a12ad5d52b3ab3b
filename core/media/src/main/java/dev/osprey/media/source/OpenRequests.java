package dev.osprey.media.source;

import dev.osprey.media.ffmpeg.Demuxer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How each kind of source is opened. */
public final class OpenRequests {
    private static final long PROBE = 1_000_000;
    /** Containers of streams and files; no playlists of other files, no session descriptions. */
    private static final String CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,live_flv,mpegts,mpeg,"
            + "mpjpeg,mjpeg,h264,hevc,asf,jpeg_pipe,png_pipe";

    private OpenRequests() {}

    /** For a source and, if it is RTSP, a transport. */
    public static Demuxer.Request of(SourceUrl source, Transport transport) {
        Map<String, String> options = new LinkedHashMap<>();
        String format = null;
        long probe = PROBE;
        switch (source.scheme()) {
            case RTSP, RTSPS -> {
                options.put("protocol_whitelist", "rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto");
                options.put("allowed_media_types", "video");
                switch (transport) {
                    case TCP -> options.put("rtsp_transport", "tcp");
                    case UDP -> options.put("rtsp_transport", "udp");
                    case AUTO -> options.put("rtsp_flags", "prefer_tcp");
                }
                // the description holds the parameter sets, or they come before the first key frame
                probe = 0;
            }
            case HTTP, HTTPS -> {
                // a playlist may lead to other servers, never to files of this machine
                options.put("protocol_whitelist", "http,https,tcp,tls,crypto,httpproxy");
                options.put("format_whitelist", "hls,applehttp," + CONTAINERS);
            }
            case FILE -> {
                options.put("protocol_whitelist", "file");
                options.put("format_whitelist", CONTAINERS);
            }
            case V4L2 -> {
                format = "video4linux2";
                options.put("protocol_whitelist", "file");
            }
        }
        return new Demuxer.Request(source.forFfmpeg(), format, options, probe);
    }

    /** Whether this machine can open the source at all. */
    public static boolean supported(SourceUrl source) {
        return !Set.of(Scheme.V4L2).contains(source.scheme()) || Demuxer.devices();
    }
}
