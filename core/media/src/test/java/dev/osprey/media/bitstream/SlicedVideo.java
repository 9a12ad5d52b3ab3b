package dev.osprey.media.bitstream;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** H.264 of four slices a picture, a key frame every fifth, made by FFmpeg's OpenH264. */
public final class SlicedVideo {
    public static final int WIDTH = 320;
    public static final int HEIGHT = 192;
    public static final int SLICES = 4;
    public static final int KEY_INTERVAL = 5;

    private static final byte[] DELIMITER = {9, (byte) 0xf0};

    private SlicedVideo() {}

    /** The NAL units of each picture, without start codes: slices, before a key frame's the parameter sets. */
    public static List<List<byte[]>> pictures(int count) {
        AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(WIDTH)
                .height(HEIGHT)
                .pix_fmt(AV_PIX_FMT_YUV420P)
                .gop_size(KEY_INTERVAL)
                .slices(SLICES);
        context.time_base(av_make_q(1, 25)).framerate(av_make_q(25, 1)).bit_rate(500_000);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "slice_mode", "fixed", 0);
        check(avcodec_open2(context, codec, options));
        AVFrame frame = av_frame_alloc();
        frame.width(WIDTH).height(HEIGHT).format(AV_PIX_FMT_YUV420P);
        check(av_frame_get_buffer(frame, 0));
        AVPacket packet = av_packet_alloc();
        List<List<byte[]>> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            check(av_frame_make_writable(frame));
            paint(frame, i);
            frame.pts(i);
            check(avcodec_send_frame(context, frame));
            while (avcodec_receive_packet(context, packet) >= 0) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                pictures.add(units(bytes));
            }
        }
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
        return pictures;
    }

    private static void check(int code) {
        if (code < 0) {
            throw new IllegalStateException("FFmpeg says " + code);
        }
    }

    private static void paint(AVFrame frame, int number) {
        for (int plane = 0; plane < 3; plane++) {
            int width = plane == 0 ? WIDTH : WIDTH / 2;
            int height = plane == 0 ? HEIGHT : HEIGHT / 2;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    byte value = (byte) (plane == 0 ? (x * 3 + y * 5 + number * 7) ^ (x / 8 * y / 8) : 128);
                    frame.data(plane).put((long) y * frame.linesize(plane) + x, value);
                }
            }
        }
    }

    static List<byte[]> units(byte[] bytes) {
        NalIndex index = new NalIndex().atStartCodes(bytes);
        List<byte[]> units = new ArrayList<>();
        for (int i = 0; i < index.count(); i++) {
            units.add(Arrays.copyOfRange(bytes, index.from(i), index.to(i)));
        }
        return units;
    }

    static boolean slice(byte[] unit) {
        int type = unit[0] & 0x1f;
        return type == 1 || type == 5;
    }

    /** As senders write it that repeat the parameter sets before each slice of a key frame, the delimiter behind them. */
    static List<byte[]> repeating(List<byte[]> picture) {
        List<byte[]> sets = picture.stream().filter(unit -> !slice(unit)).toList();
        List<byte[]> out = new ArrayList<>();
        for (byte[] unit : picture) {
            if (slice(unit)) {
                out.addAll(sets);
                if (out.size() == sets.size()) {
                    out.add(DELIMITER);
                }
                out.add(unit);
            }
        }
        return out;
    }

    static byte[] started(List<byte[]> units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    /** A raw stream of such pictures. */
    public static byte[] repeatingStream(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pictures(count).forEach(picture -> out.writeBytes(started(repeating(picture))));
        return out.toByteArray();
    }
}
