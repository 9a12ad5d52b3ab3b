package dev.osprey.media.source;

import dev.osprey.media.ffmpeg.Demuxer;
import dev.osprey.media.ffmpeg.FfmpegException;
import dev.osprey.media.ffmpeg.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How each kind of source is opened. */
public final class OpenRequests {
    private static final int EIO = -5;
    private static final long PROBE = 1_000_000;
    /** Containers of live streams over HTTP, and of files; no lists of other files, no session descriptions. */
    private static final List<String> FILES = List.of(
            "mov",
            "matroska",
            "webm",
            "flv",
            "live_flv",
            "mpegts",
            "mpjpeg",
            "mjpeg",
            "jpeg_pipe",
            "h264",
            "hevc",
            "avi",
            "mpeg",
            "ivf",
            "obu");

    private static final List<String> CLIPS = List.of("asf", "ogg", "mxf", "m4v", "mpegvideo", "yuv4mpegpipe");

    private OpenRequests() {}

    /**
     * For a camera.
     *
     * @param transport how RTSP carries the video
     * @param maxPixels width times height of a picture at most
     * @param gate where it may be, and lead to
     * @throws FfmpegException if the gate does not admit it
     */
    public static Demuxer.Request camera(SourceUrl source, Transport transport, long maxPixels, SourceGate gate)
            throws FfmpegException {
        return request(source, transport, gate, Limits.camera(containers(source), maxPixels));
    }

    /** For a clip, or a stream, that is analysed. */
    public static Demuxer.Request clip(SourceUrl source, long maxPixels) throws FfmpegException {
        List<String> containers = new ArrayList<>(containers(source));
        if (source.isFile() || source.scheme().http()) {
            containers.addAll(CLIPS);
        }
        return request(source, Transport.TCP, SourceGate.OPEN, Limits.clip(containers, maxPixels));
    }

    /** For a camera's single picture, which is a JPEG. */
    public static Demuxer.Request snapshot(SourceUrl source, long maxPixels, SourceGate gate) throws FfmpegException {
        return request(
                source, Transport.TCP, gate, new Limits(List.of("jpeg_pipe", "mjpeg"), List.of("mjpeg"), maxPixels));
    }

    private static List<String> containers(SourceUrl source) {
        return switch (source.scheme()) {
            case RTSP, RTSPS -> List.of("rtsp");
            case HTTP, HTTPS -> Stream.concat(Stream.of("hls"), FILES.stream()).toList();
            case FILE -> FILES;
            case V4L2 -> List.of("video4linux2");
        };
    }

    private static Demuxer.Request request(SourceUrl source, Transport transport, SourceGate gate, Limits limits)
            throws FfmpegException {
        Optional<String> objection = gate.objection(source.scheme().text(), source.host());
        if (objection.isPresent()) {
            throw FfmpegException.refused("the source may not be opened: " + objection.get());
        }
        GatedDoor door = new GatedDoor(gate, SourcePolicy::lookUp);
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
                // a playlist may lead to other servers, never to files of this machine
            case HTTP, HTTPS -> options.put("protocol_whitelist", "http,https,tcp,tls,crypto,httpproxy");
            case FILE -> options.put("protocol_whitelist", "file");
            case V4L2 -> {
                format = "video4linux2";
                options.put("protocol_whitelist", "file");
            }
        }
        return new Demuxer.Request(
                source.scheme().rtsp() ? pinned(source, door) : source.forFfmpeg(),
                format,
                options,
                probe,
                limits,
                source.host().isEmpty() ? null : door);
    }

    /* RTSP looks its host up by itself, so that it gets the address that was checked; but rtsps wants the name. */
    private static String pinned(SourceUrl source, GatedDoor door) throws FfmpegException {
        try {
            InetAddress address = door.admit(source.scheme().text(), source.host());
            return source.scheme() == Scheme.RTSP ? source.forFfmpeg(GatedDoor.literal(address)) : source.forFfmpeg();
        } catch (UnknownHostException e) {
            throw new FfmpegException("looking up the host", EIO);
        } catch (IOException e) {
            throw FfmpegException.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Whether this machine can open the source at all. */
    public static boolean supported(SourceUrl source) {
        return !Set.of(Scheme.V4L2).contains(source.scheme()) || Demuxer.devices();
    }
}
