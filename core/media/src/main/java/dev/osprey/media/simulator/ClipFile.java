package dev.osprey.media.simulator;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Reads all packets of a clip's video into memory. */
final class ClipFile {
    /** A clip is held in memory whole; what is larger is refused. */
    private static final long LIMIT_BYTES = 512L << 20;

    private ClipFile() {}

    static Clip read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such clip: check the path");
        }
        if (Files.size(file) > LIMIT_BYTES) {
            throw new IOException(file + " has " + Files.size(file) + " bytes; a clip may have " + LIMIT_BYTES
                    + ", as it is held in memory: cut it shorter");
        }
        AVFormatContext context = new AVFormatContext(null);
        int opened = avformat_open_input(context, "file:" + file.toAbsolutePath(), noFormat(), noOptions());
        if (opened < 0) {
            throw new IOException(file + " is not a clip that can be read: " + reason(opened));
        }
        try {
            return read(file, context);
        } finally {
            avformat_close_input(context);
        }
    }

    private static Clip read(Path file, AVFormatContext context) throws IOException {
        avformat_find_stream_info(context, noOptions());
        int index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, noCodec(), 0);
        if (index < 0) {
            throw new IOException(file + " has no video: give a clip with H.264, H.265 or MJPEG");
        }
        AVStream stream = context.streams(index);
        AVCodecParameters parameters = stream.codecpar();
        Codec codec = codec(file, parameters.codec_id());
        NalUnits.Header header = codec == Codec.JPEG
                ? new NalUnits.Header(List.of(), 0)
                : NalUnits.header(codec, bytes(parameters.extradata(), parameters.extradata_size()));
        double tickMicros = 1e6 * stream.time_base().num() / stream.time_base().den();
        double rate =
                stream.avg_frame_rate().den() == 0 || stream.avg_frame_rate().num() == 0
                        ? 25
                        : (double) stream.avg_frame_rate().num()
                                / stream.avg_frame_rate().den();
        List<Clip.Unit> units = units(context, index, codec, header, tickMicros, 1e6 / rate);
        if (units.isEmpty()) {
            throw new IOException(file + " has no key frame to begin with: it cannot be played");
        }
        long last = units.get(units.size() - 1).sendMicros();
        try {
            Packetizer.of(codec).payloads(units.get(0));
            return new Clip(
                    codec,
                    parameters.width(),
                    parameters.height(),
                    header.parameterSets(),
                    units,
                    last + Math.max(1, Math.round(1e6 / rate)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be served: " + e.getMessage(), e);
        }
    }

    private static List<Clip.Unit> units(
            AVFormatContext context,
            int index,
            Codec codec,
            NalUnits.Header header,
            double tickMicros,
            double frameMicros)
            throws IOException {
        List<Clip.Unit> units = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        try {
            long first = AV_NOPTS_VALUE;
            int result;
            while ((result = av_read_frame(context, packet)) >= 0) {
                boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
                if (packet.stream_index() == index && (key || !units.isEmpty())) {
                    byte[] sample = bytes(packet.data(), packet.size());
                    long dts = packet.dts();
                    boolean timed = dts != AV_NOPTS_VALUE;
                    first = units.isEmpty() ? dts : first;
                    long send = Math.round(timed ? (dts - first) * tickMicros : units.size() * frameMicros);
                    long shown = timed && packet.pts() != AV_NOPTS_VALUE
                            ? Math.round((packet.pts() - first) * tickMicros)
                            : send;
                    List<byte[]> nals =
                            codec == Codec.JPEG ? List.of(sample) : NalUnits.split(sample, header.lengthBytes());
                    units.add(new Clip.Unit(key, send, shown, nals));
                }
                av_packet_unref(packet);
            }
            if (result != AVERROR_EOF) {
                throw new IOException("the clip breaks off: " + reason(result));
            }
            return units;
        } catch (IllegalArgumentException e) {
            throw new IOException("the clip is damaged: " + e.getMessage(), e);
        } finally {
            av_packet_free(packet);
        }
    }

    private static Codec codec(Path file, int id) throws IOException {
        if (id == AV_CODEC_ID_H264) {
            return Codec.H264;
        }
        if (id == AV_CODEC_ID_HEVC) {
            return Codec.H265;
        }
        if (id == AV_CODEC_ID_MJPEG) {
            return Codec.JPEG;
        }
        throw new IOException(file + " has " + avcodec_get_name(id).getString()
                + " video; the camera sends H.264, H.265 and MJPEG as they are: convert the clip to one of them");
    }

    private static byte[] bytes(BytePointer pointer, int size) {
        byte[] bytes = new byte[size];
        if (size > 0) {
            pointer.get(bytes);
        }
        return bytes;
    }

    private static String reason(int error) {
        byte[] text = new byte[256];
        av_strerror(error, text, text.length);
        return new String(text, StandardCharsets.UTF_8).trim();
    }

    /* Overloads differ by type alone, so that the nulls need one. */
    private static AVInputFormat noFormat() {
        return new AVInputFormat((Pointer) null);
    }

    private static AVDictionary noOptions() {
        return new AVDictionary((Pointer) null);
    }

    private static AVCodec noCodec() {
        return new AVCodec((Pointer) null);
    }
}
