package dev.osprey.media.ffmpeg;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * What of FFmpeg a source may reach: the containers and codecs that are named here, out of some 360 and 300, and
 * pictures up to a size.
 *
 * @param containers FFmpeg's names of demuxers
 * @param codecs FFmpeg's names of codecs, as {@link Demuxer#codecName} gives them
 * @param maxPixels width times height of a picture at most
 */
public record Limits(List<String> containers, List<String> codecs, long maxPixels) {
    /** 8K (7680 x 4320) and somewhat more. */
    public static final long USUAL_PIXELS = 40_000_000;
    /** The most that {@code maxPixels} may be: beyond it, FFmpeg's limit of one piece of memory is met. */
    public static final long MOST_PIXELS = 100_000_000;

    /** Which decoders there are to a codec, the best one first: those of FFmpeg itself where they are complete. */
    private static final Map<String, List<String>> DECODERS = decoders();

    /** What cameras, encoders and webcams send. */
    private static final List<String> CAMERA_CODECS =
            List.of("h264", "hevc", "mjpeg", "av1", "vp8", "vp9", "mpeg4", "mpeg2video", "h263", "rawvideo");

    private static final List<String> CLIP_CODECS =
            List.of("mpeg1video", "flv1", "msmpeg4v3", "wmv3", "vc1", "prores", "dnxhd", "ffv1", "theora");

    public Limits {
        containers = List.copyOf(containers);
        codecs = List.copyOf(codecs);
        if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException("maxPixels must be in 1.." + MOST_PIXELS + ", got " + maxPixels);
        }
    }

    private static Map<String, List<String>> decoders() {
        Map<String, List<String>> decoders = new LinkedHashMap<>();
        decoders.put("av1", List.of("libdav1d", "libaom-av1"));
        decoders.put("flv1", List.of("flv"));
        decoders.put("msmpeg4v3", List.of("msmpeg4"));
        return decoders;
    }

    /** For cameras. */
    public static Limits camera(List<String> containers, long maxPixels) {
        return new Limits(containers, CAMERA_CODECS, maxPixels);
    }

    /** For clips that somebody analyses: older codecs, and those of studios, as well. */
    public static Limits clip(List<String> containers, long maxPixels) {
        List<String> codecs = new java.util.ArrayList<>(CAMERA_CODECS);
        codecs.addAll(CLIP_CODECS);
        return new Limits(containers, codecs, maxPixels);
    }

    /** For FFmpeg's option {@code format_whitelist}. */
    String containerList() {
        return String.join(",", containers);
    }

    /** For FFmpeg's option {@code codec_whitelist}, which names decoders. */
    String decoderList() {
        return codecs.stream().map(Limits::named).flatMap(Collection::stream).collect(Collectors.joining(","));
    }

    private static List<String> named(String codec) {
        return DECODERS.getOrDefault(codec, List.of(codec));
    }

    /** The decoder of a codec; empty if the codec is not on the list, or this build of FFmpeg has none. */
    Optional<AVCodec> decoder(String codec) {
        if (!codecs.contains(codec)) {
            return Optional.empty();
        }
        return named(codec).stream()
                .map(avcodec::avcodec_find_decoder_by_name)
                .filter(found -> found != null && !found.isNull())
                .findFirst();
    }
}
