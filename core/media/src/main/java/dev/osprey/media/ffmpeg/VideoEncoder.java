package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENCODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Encodes pictures of one size into a file. For one thread. */
public final class VideoEncoder implements AutoCloseable {
    private static final int EAGAIN = -11;
    private static final int ONE = 1 << 16;

    /**
     * What to write.
     *
     * @param encoder FFmpeg's name, as {@code mpeg4}
     * @param width in pixels, even
     * @param height in pixels, even
     * @param rate pictures a second
     * @param bitsPerSecond about
     * @param keyInterval in pictures
     * @param options of the encoder
     */
    public record Format(
            String encoder,
            int width,
            int height,
            double rate,
            long bitsPerSecond,
            int keyInterval,
            Map<String, String> options) {
        public Format {
            options = Map.copyOf(options);
            if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException("width and height must be even and >= 2, got " + width + " x " + height);
            }
            if (!(rate > 0 && rate <= 1000)) {
                throw new IllegalArgumentException("rate must be in 0..1000 pictures a second, got " + rate);
            }
        }
    }

    private final Format format;
    private final AVFormatContext output = new AVFormatContext((Pointer) null);
    private final AVIOContext io = new AVIOContext((Pointer) null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4L);
    private final AVRational timeBase = new AVRational();
    private AVCodecContext context = new AVCodecContext((Pointer) null);
    private SwsContext scaler = new SwsContext((Pointer) null);
    private AVStream stream = new AVStream((Pointer) null);
    private long written;
    private boolean headed;

    /** Creates the file. */
    public VideoEncoder(Path file, Format format) throws FfmpegException {
        this.format = format;
        Ffmpeg.load();
        try {
            open(file);
        } catch (FfmpegException e) {
            free();
            throw e;
        }
    }

    /** Whether this build of FFmpeg has the encoder. */
    public static boolean has(String encoder) {
        Ffmpeg.load();
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        return codec != null && !codec.isNull();
    }

    private void open(Path file) throws FfmpegException {
        AVCodec codec = avcodec_find_encoder_by_name(format.encoder());
        if (codec == null || codec.isNull()) {
            throw new FfmpegException("no encoder " + format.encoder(), AVERROR_ENCODER_NOT_FOUND);
        }
        Ffmpeg.check(avformat_alloc_output_context2(output, null, null, file.toString()), "choosing a container");
        boolean jpeg = format.encoder().equals("mjpeg");
        boolean high = format.height() >= 720 && !jpeg;
        timeBase.num(1_000).den((int) Math.round(format.rate() * 1_000));
        context = avcodec_alloc_context3(codec);
        context.width(format.width()).height(format.height());
        context.pix_fmt(jpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P);
        context.color_range(jpeg ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
        context.colorspace(high ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M);
        context.time_base(timeBase).bit_rate(format.bitsPerSecond());
        context.gop_size(format.keyInterval()).max_b_frames(0).thread_count(1);
        try (AVRational rate = new AVRational()) {
            context.framerate(rate.num(timeBase.den()).den(timeBase.num()));
        }
        if ((output.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        AVDictionary options = new AVDictionary((Pointer) null);
        try {
            format.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
            Ffmpeg.check(avcodec_open2(context, codec, options), "opening the encoder " + format.encoder());
        } finally {
            av_dict_free(options);
        }
        stream = avformat_new_stream(output, codec);
        stream.time_base(timeBase).avg_frame_rate(context.framerate());
        Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), context), "describing the track");
        Ffmpeg.check(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "creating " + file);
        output.pb(io);
        Ffmpeg.check(avformat_write_header(output, (AVDictionary) null), "beginning " + file);
        headed = true;
        frame.width(format.width()).height(format.height()).format(context.pix_fmt());
        frame.color_range(context.color_range()).colorspace(context.colorspace());
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "memory for a picture");
        scaler = sws_getContext(
                format.width(),
                format.height(),
                AV_PIX_FMT_BGR24,
                format.width(),
                format.height(),
                AV_PIX_FMT_YUV420P,
                SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        IntPointer matrix = sws_getCoefficients(high ? SWS_CS_ITU709 : SWS_CS_ITU601);
        sws_setColorspaceDetails(scaler, matrix, 1, matrix, jpeg ? 1 : 0, 0, ONE, ONE);
    }

    /** @param bgr 8 bits a channel, [H, W, 3] in the order BGR, of the format's size */
    public void write(BytePointer bgr) throws FfmpegException {
        Ffmpeg.check(av_frame_make_writable(frame), "memory for a picture");
        planes.put(0, bgr);
        strides.put(0, 3 * format.width());
        sws_scale(scaler, planes, strides, 0, format.height(), frame.data(), frame.linesize());
        frame.pts(written++);
        encode(frame);
    }

    private void encode(AVFrame next) throws FfmpegException {
        Ffmpeg.check(avcodec_send_frame(context, next), "encoding");
        drain();
    }

    private void drain() throws FfmpegException {
        while (true) {
            int code = avcodec_receive_packet(context, packet);
            if (code == EAGAIN || code == AVERROR_EOF) {
                return;
            }
            Ffmpeg.check(code, "encoding");
            av_packet_rescale_ts(packet, timeBase, stream.time_base());
            packet.stream_index(stream.index());
            if (packet.duration() == 0) {
                packet.duration(Math.round(
                        (double) stream.time_base().den() / stream.time_base().num() / format.rate()));
            }
            Ffmpeg.check(av_interleaved_write_frame(output, packet), "writing");
        }
    }

    /** Writes what is held back and the end of the file. */
    @Override
    public void close() {
        try {
            if (headed) {
                encode(new AVFrame((Pointer) null));
                av_write_trailer(output);
            }
        } catch (FfmpegException e) {
            throw new IllegalStateException("the clip's end cannot be written: " + e.getMessage(), e);
        } finally {
            free();
        }
    }

    private void free() {
        headed = false;
        sws_freeContext(scaler);
        scaler = new SwsContext((Pointer) null);
        avcodec_free_context(context);
        av_frame_free(frame);
        av_packet_free(packet);
        if (!io.isNull()) {
            avio_closep(io);
        }
        avformat_free_context(output);
        output.setNull();
        planes.close();
        strides.close();
        timeBase.close();
    }
}
