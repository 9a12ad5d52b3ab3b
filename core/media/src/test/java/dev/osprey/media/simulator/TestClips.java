package dev.osprey.media.simulator;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Makes small clips of moving noise with the encoders that FFmpeg brings. */
final class TestClips {
    static final int RATE = 25;
    static final int KEY_INTERVAL = 10;

    private TestClips() {}

    static Path h264(Path file, int width, int height, int frames) {
        return write(file, "libopenh264", AV_PIX_FMT_YUV420P, width, height, frames);
    }

    static Path jpeg(Path file, int width, int height, int frames) {
        return write(file, "mjpeg", AV_PIX_FMT_YUVJ420P, width, height, frames);
    }

    static Path mpeg4(Path file, int width, int height, int frames) {
        return write(file, "mpeg4", AV_PIX_FMT_YUV420P, width, height, frames);
    }

    private static Path write(Path file, String encoder, int format, int width, int height, int frames) {
        AVFormatContext output = new AVFormatContext(null);
        check(avformat_alloc_output_context2(output, null, null, file.toString()));
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(width)
                .height(height)
                .pix_fmt(format)
                .gop_size(KEY_INTERVAL)
                .max_b_frames(0);
        context.time_base(av_make_q(1, RATE)).framerate(av_make_q(RATE, 1)).bit_rate(2_000_000);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        AVDictionary options = new AVDictionary(null);
        if (encoder.equals("mjpeg")) {
            av_dict_set(options, "huffman", "default", 0);
        }
        check(avcodec_open2(context, codec, options));
        av_dict_free(options);
        AVStream stream = avformat_new_stream(output, codec);
        check(avcodec_parameters_from_context(stream.codecpar(), context));
        stream.time_base(context.time_base()).avg_frame_rate(context.framerate());
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
        output.pb(io);
        check(avformat_write_header(output, (PointerPointer<?>) null));
        AVFrame frame = av_frame_alloc();
        frame.width(width).height(height).format(format);
        check(av_frame_get_buffer(frame, 0));
        for (int i = 0; i < frames; i++) {
            check(av_frame_make_writable(frame));
            paint(frame, width, height, i);
            frame.pts(i);
            check(avcodec_send_frame(context, frame));
            drain(context, output, stream);
        }
        check(avcodec_send_frame(context, new AVFrame((Pointer) null)));
        drain(context, output, stream);
        check(av_write_trailer(output));
        av_frame_free(frame);
        avio_closep(io);
        output.pb(new AVIOContext(null));
        avcodec_free_context(context);
        avformat_free_context(output);
        return file;
    }

    private static void drain(AVCodecContext context, AVFormatContext output, AVStream stream) {
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            packet.duration(1);
            av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
            packet.stream_index(0);
            check(av_interleaved_write_frame(output, packet));
        }
        av_packet_free(packet);
    }

    /* A gradient with a coarse pattern that differs from frame to frame, so that no two packets are alike. */
    private static void paint(AVFrame frame, int width, int height, int number) {
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            int stride = frame.linesize(plane);
            for (int y = 0; y < height >> shift; y++) {
                for (int x = 0; x < width >> shift; x++) {
                    int noise = (x / 8 * 31 + y / 8 * 17 + number * 13) * 2654435 >> 8 & 63;
                    frame.data(plane).put((long) y * stride + x, (byte) (64 + noise + x % 64));
                }
            }
        }
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg said " + result);
        }
    }
}
