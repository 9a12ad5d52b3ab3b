package dev.osprey.media.simulator;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the description that a client asks for first (SDP, RFC 8866). */
final class Sdp {
    /** The name of the only track, at the end of its URL. */
    static final String TRACK = "track1";

    private Sdp() {}

    static String describe(Clip clip) {
        int payloadType = clip.codec().payloadType();
        StringBuilder text = new StringBuilder();
        line(text, "v=0");
        line(text, "o=- 1 1 IN IP4 127.0.0.1");
        line(text, "s=Osprey camera");
        line(text, "c=IN IP4 0.0.0.0");
        line(text, "t=0 0");
        line(text, "a=control:*");
        line(text, "a=range:npt=now-");
        line(text, "m=video 0 RTP/AVP " + payloadType);
        line(text, "a=rtpmap:" + payloadType + " " + clip.codec().rtpName() + "/" + Codec.CLOCK_RATE);
        String format = format(clip);
        if (!format.isEmpty()) {
            line(text, "a=fmtp:" + payloadType + " " + format);
        }
        line(text, "a=framerate:" + String.format(Locale.ROOT, "%.3f", clip.framesPerSecond()));
        line(text, "a=control:" + TRACK);
        return text.toString();
    }

    private static String format(Clip clip) {
        return switch (clip.codec()) {
            case H264 -> "packetization-mode=1;profile-level-id=" + profile(clip) + ";sprop-parameter-sets="
                    + base64(clip.parameterSets());
            case H265 -> "sprop-vps=" + base64(ofType(clip, 32)) + ";sprop-sps=" + base64(ofType(clip, 33))
                    + ";sprop-pps=" + base64(ofType(clip, 34));
            case JPEG, MP2T -> "";
        };
    }

    /** Bytes 1 to 3 of the sequence parameter set. */
    private static String profile(Clip clip) {
        return clip.parameterSets().stream()
                .filter(nal -> (nal[0] & 0x1f) == 7 && nal.length >= 4)
                .map(nal -> HexFormat.of().formatHex(nal, 1, 4))
                .findFirst()
                .orElse("42c01e");
    }

    private static List<byte[]> ofType(Clip clip, int type) {
        return clip.parameterSets().stream()
                .filter(nal -> Codec.hevcType(nal) == type)
                .toList();
    }

    private static String base64(List<byte[]> nals) {
        return nals.stream().map(Base64.getEncoder()::encodeToString).collect(Collectors.joining(","));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
