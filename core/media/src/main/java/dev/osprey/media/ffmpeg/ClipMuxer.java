package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * An MP4 of access units as they came from a camera: nothing is decoded or encoded, and its index stands first, so that
 * a browser plays it before it has all of it. For one thread.
 */
public final class ClipMuxer implements AutoCloseable {
    /** FFmpeg reads so many bytes past the end of a header. */
    private static final int PADDING_BYTES = 64;

    private final DecodingOrder order;
    private final AVFormatContext output = new AVFormatContext((Pointer) null);
    private final AVIOContext io = new AVIOContext((Pointer) null);
    private final AVPacket packet = av_packet_alloc();
    private final AVRational micros = new AVRational();
    private AVStream stream = new AVStream((Pointer) null);
    private boolean headed;

    /**
     * One picture of a clip.
     *
     * @param key whether decoding can begin here: then its parameter sets stand first
     * @param data H.264 or H.265 in Annex B; not copied, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Unit(boolean key, long ptsMicros, byte[] data) {}

    /**
     * Creates the file; nothing is written into it yet.
     *
     * @param codec as browsers name it, {@code avc1…} or {@code hvc1…}: they play no other in such a file
     * @param width in pixels
     * @param height in pixels
     * @param beginning the first units, in the camera's order, from a key frame on: what their times tell about the order
     *     holds for the clip
     * @throws FfmpegException if the codec is another one, the first unit is no key frame, or the file cannot be created
     */
    public ClipMuxer(Path file, String codec, int width, int height, List<Unit> beginning) throws FfmpegException {
        Ffmpeg.load();
        if (!plays(codec, width, height)
                || beginning.isEmpty()
                || !beginning.get(0).key()) {
            av_packet_free(packet);
            micros.close();
            throw new FfmpegException(
                    "a clip is H.264 or H.265 of a known size and begins with a key frame, got " + codec + ", "
                            + width + " x " + height
                            + (beginning.isEmpty()
                                    ? ", nothing"
                                    : ", key " + beginning.get(0).key()),
                    AVERROR_INVALIDDATA);
        }
        this.order =
                new DecodingOrder(beginning.stream().mapToLong(Unit::ptsMicros).toArray());
        micros.num(1).den(1_000_000);
        try {
            open(file, codec, width, height, beginning.get(0).data());
        } catch (FfmpegException e) {
            free();
            throw e;
        }
    }

    /** Whether a clip can be made of this stream. */
    public static boolean plays(String codec, int width, int height) {
        return (codec.startsWith("avc1") || codec.startsWith("hvc1")) && width > 0 && height > 0;
    }

    /* The first unit as it is serves as the track's header: the muxer takes the parameter sets out of it. */
    private void open(Path file, String codec, int width, int height, byte[] header) throws FfmpegException {
        Ffmpeg.check(avformat_alloc_output_context2(output, null, "mp4", file.toString()), "choosing a container");
        stream = avformat_new_stream(output, null);
        boolean h264 = codec.startsWith("avc1");
        stream.codecpar()
                .codec_type(AVMEDIA_TYPE_VIDEO)
                .codec_id(h264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC)
                .codec_tag(tag(h264 ? "avc1" : "hvc1"))
                .width(width)
                .height(height);
        BytePointer extradata =
                new BytePointer(av_mallocz((long) header.length + PADDING_BYTES)).capacity(header.length);
        extradata.put(header);
        stream.codecpar().extradata(extradata).extradata_size(header.length);
        try (AVRational base = new AVRational()) {
            stream.time_base(base.num(1).den(90_000));
        }
        Ffmpeg.check(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "creating " + file);
        output.pb(io);
        AVDictionary options = new AVDictionary((Pointer) null);
        try {
            av_dict_set(options, "movflags", "faststart", 0);
            Ffmpeg.check(avformat_write_header(output, options), "beginning " + file);
            headed = true;
        } finally {
            Ffmpeg.free(options);
        }
    }

    private static int tag(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }

    /** Adds the next picture, in the camera's order; the {@code beginning} too is yet to be added. */
    public void write(Unit unit) throws FfmpegException {
        Ffmpeg.check(av_new_packet(packet, unit.data().length), "memory for a picture");
        packet.data().capacity(unit.data().length).put(unit.data());
        long before = order.last();
        long decoded = order.next(unit.ptsMicros());
        packet.pts(Math.max(unit.ptsMicros(), decoded)).dts(decoded);
        packet.duration(Math.max(decoded - before, 1)); // of use for the last one alone
        packet.flags(unit.key() ? AV_PKT_FLAG_KEY : 0).stream_index(stream.index());
        av_packet_rescale_ts(packet, micros, stream.time_base());
        try {
            Ffmpeg.check(av_write_frame(output, packet), "writing");
        } finally {
            av_packet_unref(packet);
        }
    }

    /** Puts the index first: the file is whole then. Blocks for as long as copying it takes. */
    public void finish() throws FfmpegException {
        headed = false;
        Ffmpeg.check(av_write_trailer(output), "ending the clip");
    }

    /** Without {@link #finish} the file is left as it is, and no clip. */
    @Override
    public void close() {
        free();
    }

    private void free() {
        if (headed) {
            headed = false;
            int unused = av_write_trailer(output); // it is what frees the muxer's own memory
        }
        av_packet_free(packet);
        if (!io.isNull()) {
            avio_closep(io);
        }
        avformat_free_context(output);
        output.setNull();
        micros.close();
    }
}
