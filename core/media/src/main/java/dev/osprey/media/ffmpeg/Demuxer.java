package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BYTE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_seek_file;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_STREAM_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** An opened source, reduced to the packets of its first video track. For one thread. */
public final class Demuxer implements AutoCloseable {
    /** The kinds of video that are passed on and decoded. */
    public enum Codec {
        H264,
        H265,
        MJPEG,
        OTHER
    }

    /**
     * How to open a source.
     *
     * @param url as FFmpeg wants it; with its credentials
     * @param format a demuxer's name, or null to guess it
     * @param options of the protocol and the demuxer
     * @param probe how many bytes and microseconds of the stream may be read to learn what it holds; 0 for not at all,
     *     where the description of the stream says enough
     * @param limits what the source may be
     * @param door what decides on the addresses of a network source; null for files and devices
     */
    public record Request(
            String url,
            @Nullable String format,
            Map<String, String> options,
            long probe,
            Limits limits,
            @Nullable Door door) {
        public Request {
            options = Map.copyOf(options);
        }

        @Override
        public String toString() {
            return "a source by " + format + ", probing " + probe;
        }
    }

    private static final int MATRIX_BYTES = 36;

    private final AVFormatContext context;
    private final AVPacket packet;
    private final ReadWatch watch;
    private final Limits limits;
    private int track = -1;

    private Demuxer(AVFormatContext context, ReadWatch watch, Limits limits) {
        this.context = context;
        this.watch = watch;
        this.limits = limits;
        this.packet = av_packet_alloc();
    }

    /** Opens a source; blocks until its answer, the watch's deadline or its stop. */
    public static Demuxer open(Request request, ReadWatch watch) throws FfmpegException {
        Ffmpeg.load();
        AVInputFormat format = request.format() == null ? null : av_find_input_format(request.format());
        if (request.format() != null && format == null) {
            throw new FfmpegException("this build of FFmpeg cannot read " + request.format(), missingDemuxer());
        }
        AVFormatContext context = avformat_alloc_context();
        watch.watch(context, request.url(), request.door());
        if (request.probe() > 0) {
            context.probesize(request.probe());
            context.max_analyze_duration(request.probe());
        }
        AVDictionary options = new AVDictionary((Pointer) null);
        try {
            request.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
            av_dict_set(options, "format_whitelist", request.limits().containerList(), 0);
            av_dict_set(options, "codec_whitelist", request.limits().decoderList(), 0);
            // on failure the context is freed by the call
            int code = avformat_open_input(context, request.url(), format, options);
            // interrupted, it may speak of invalid data
            check(watch, code < 0 && watch.over() ? AVERROR_EXIT : code, "cannot open the source");
        } finally {
            Ffmpeg.free(options);
        }
        Demuxer demuxer = new Demuxer(context, watch, request.limits());
        try {
            demuxer.choose(request.probe() > 0);
            return demuxer;
        } catch (FfmpegException e) {
            demuxer.close();
            throw e;
        }
    }

    private static void check(ReadWatch watch, int code, String what) throws FfmpegException {
        String refusal = watch.refusal();
        if (refusal != null) {
            throw FfmpegException.refused(refusal);
        }
        Ffmpeg.check(code, what);
    }

    private static int missingDemuxer() {
        return AVERROR_DEMUXER_NOT_FOUND;
    }

    /** Loaded with the first webcam only, since it brings a dozen libraries of desktops along. */
    private static final class Devices {
        static final boolean LOADED = load();

        private static boolean load() {
            try {
                Loader.load(avdevice.class);
                avdevice.avdevice_register_all();
                return true;
            } catch (UnsatisfiedLinkError e) {
                System.getLogger(Demuxer.class.getName())
                        .log(System.Logger.Level.INFO, "no capture devices on this machine: {0}", e.getMessage());
                return false;
            }
        }
    }

    /** Whether webcams can be opened. */
    public static boolean devices() {
        return Devices.LOADED;
    }

    private void choose(boolean probe) throws FfmpegException {
        // a transport stream says what it holds in its packets alone
        if (probe || context.nb_streams() == 0) {
            probe();
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            if (track < 0 && stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                track = i;
            } else {
                stream.discard(avcodec.AVDISCARD_ALL);
            }
        }
        if (track < 0) {
            throw new FfmpegException("no video track", AVERROR_STREAM_NOT_FOUND);
        }
        long width = parameters().width();
        long height = parameters().height();
        if (width * height > limits.maxPixels()) {
            throw FfmpegException.tooLarge(width, height, limits.maxPixels());
        }
    }

    /** Reads the first packets, to learn what the streams hold. */
    private void probe() throws FfmpegException {
        int streams = context.nb_streams();
        try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, streams))) {
            for (int i = 0; i < streams; i++) {
                AVDictionary option = new AVDictionary((Pointer) null);
                av_dict_set(option, "max_pixels", Long.toString(limits.maxPixels()), 0);
                options.put(i, option);
            }
            int code = avformat_find_stream_info(context, streams == 0 ? null : options);
            for (int i = 0; i < streams; i++) {
                Ffmpeg.free(options.get(AVDictionary.class, i));
            }
            check(watch, watch.over() ? AVERROR_EXIT : code, "cannot tell what the source holds");
        }
    }

    /**
     * Reads the next packet of the video track; blocks as {@link #open}.
     *
     * @return the packet, valid until the next call, or null at the end
     */
    public @Nullable AVPacket read() throws FfmpegException {
        while (true) {
            av_packet_unref(packet);
            int code = av_read_frame(context, packet);
            // the first read that times out may hand over half a packet as if all were well
            if (watch.over()) {
                check(watch, AVERROR_EXIT, "reading");
            }
            if (code == AVERROR_EOF) {
                return null;
            }
            Ffmpeg.check(code, "reading");
            if (packet.stream_index() == track && packet.size() > 0) {
                return packet;
            }
        }
    }

    /** Goes back to the first packet: by time, or to the first byte where the container has no times. */
    public void rewind() throws FfmpegException {
        int code = avformat_seek_file(context, -1, Long.MIN_VALUE, startMicros(), startMicros(), AVSEEK_FLAG_BACKWARD);
        if (code < 0) {
            code = avformat_seek_file(context, -1, 0, 0, 0, AVSEEK_FLAG_BYTE);
        }
        Ffmpeg.check(code, "rewinding");
    }

    private long startMicros() {
        return known(context.start_time()) ? context.start_time() : 0;
    }

    public Codec codec() {
        int id = parameters().codec_id();
        if (id == AV_CODEC_ID_H264) {
            return Codec.H264;
        }
        if (id == AV_CODEC_ID_HEVC) {
            return Codec.H265;
        }
        return id == AV_CODEC_ID_MJPEG ? Codec.MJPEG : Codec.OTHER;
    }

    /** FFmpeg's name of the codec, for messages. */
    public String codecName() {
        return avcodec_get_name(parameters().codec_id()).getString();
    }

    /** The name of the container or protocol, as {@code rtsp} or {@code mpjpeg}. */
    public String format() {
        return context.iformat().name().getString();
    }

    /** What was allowed of it. */
    public Limits limits() {
        return limits;
    }

    public AVCodecParameters parameters() {
        return stream().codecpar();
    }

    /** What the container says beside the packets: parameter sets; empty if nothing. */
    public byte[] extradata() {
        AVCodecParameters parameters = parameters();
        byte[] bytes = new byte[parameters.extradata_size()];
        BytePointer data = parameters.extradata();
        if (bytes.length > 0 && data != null) {
            data.get(bytes);
        }
        return bytes;
    }

    /** By how many quarters, clockwise, the pictures are to be turned before they are shown: 0 to 3. */
    public int quarterTurns() {
        AVCodecParameters parameters = parameters();
        for (int i = 0; i < parameters.nb_coded_side_data(); i++) {
            AVPacketSideData side = parameters.coded_side_data().getPointer(AVPacketSideData.class, i);
            if (side.type() == AV_PKT_DATA_DISPLAYMATRIX && side.size() >= MATRIX_BYTES) {
                double anticlockwise = av_display_rotation_get(new IntPointer(side.data()));
                return Double.isNaN(anticlockwise) ? 0 : Math.floorMod(-Math.round(anticlockwise / 90), 4);
            }
        }
        return 0;
    }

    /** Of the timestamps of the packets, in seconds. */
    public AVRational timeBase() {
        return stream().time_base();
    }

    /** Pictures a second as the source says; 0 if it does not. */
    public double rate() {
        AVRational rate = stream().avg_frame_rate();
        if (rate.num() == 0 || rate.den() == 0) {
            rate = stream().r_frame_rate();
        }
        return rate.num() == 0 || rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
    }

    /** The length of the whole, in microseconds; 0 if unknown. */
    public long durationMicros() {
        return known(context.duration()) ? Math.max(0, context.duration()) : 0;
    }

    /** Whether it has an end that is known from the outset, as files have, over HTTP too, and live streams have not. */
    public boolean finite() {
        AVIOContext bytes = context.pb();
        // what hls has at hand is its playlist
        boolean sized = bytes != null && !bytes.isNull() && !format().equals("hls") && avio_size(bytes) > 0;
        return sized || durationMicros() > 0;
    }

    /** The number of pictures of the whole; 0 if unknown. */
    public long frames() {
        long frames = stream().nb_frames();
        return frames > 0 ? frames : Math.round(durationMicros() * rate() / 1e6);
    }

    private static boolean known(long time) {
        return time != AV_NOPTS_VALUE;
    }

    private AVStream stream() {
        return context.streams(track);
    }

    /** Closes the source; may say goodbye to the camera, within the watch's deadline. */
    @Override
    public void close() {
        av_packet_free(packet);
        avformat_close_input(context);
    }
}
