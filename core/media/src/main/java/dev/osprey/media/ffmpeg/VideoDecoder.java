package dev.osprey.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** A decoder of one track, on the calling thread. For one thread. */
public final class VideoDecoder implements AutoCloseable {
    private static final int EAGAIN = -11;
    /** A decoder that reports more errors in a row wants another packet, whatever it says. */
    private static final int BAD_AT_ONCE = 32;

    private final AVCodecContext context;
    private final AVFrame frame;
    private long bad;

    /** Opens the decoder of the demuxer's track, if it is one of the demuxer's {@link Limits}. */
    public VideoDecoder(Demuxer demuxer) throws FfmpegException {
        Limits limits = demuxer.limits();
        AVCodec codec = limits.decoder(demuxer.codecName())
                .orElseThrow(() -> FfmpegException.notDecoded(demuxer.codecName(), limits));
        context = avcodec_alloc_context3(codec);
        frame = av_frame_alloc();
        try {
            Ffmpeg.check(avcodec_parameters_to_context(context, demuxer.parameters()), "setting up the decoder");
            context.thread_count(1);
            context.max_pixels(limits.maxPixels());
            try (AVRational micros = new AVRational()) {
                context.pkt_timebase(micros.num(1).den(1_000_000));
            }
            Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "opening the decoder");
        } catch (FfmpegException e) {
            close();
            throw e;
        }
    }

    /**
     * Hands in one packet; its frames follow from {@link #receive}.
     *
     * @param ptsMicros what the frame of this packet shall carry as its pts
     * @return false if nothing can be made of the packet
     */
    public boolean send(AVPacket packet, long ptsMicros) {
        packet.pts(ptsMicros);
        packet.dts(AV_NOPTS_VALUE);
        if (avcodec_send_packet(context, packet) < 0) {
            bad++;
            return false;
        }
        return true;
    }

    /** As the other, with bytes of the caller's. */
    public boolean send(byte[] data, long ptsMicros) throws FfmpegException {
        AVPacket packet = av_packet_alloc();
        try {
            Ffmpeg.check(av_new_packet(packet, data.length), "decoding");
            packet.data().put(data);
            return send(packet, ptsMicros);
        } finally {
            av_packet_free(packet);
        }
    }

    /** Says that no packet follows: {@link #receive} gives the frames still held back. */
    public void finish() {
        avcodec_send_packet(context, null);
    }

    /** Forgets what is held back, so that the next packet may be of any time. */
    public void flush() {
        avcodec_flush_buffers(context);
    }

    /** The next decoded frame, valid until the next call; null if a packet is needed first. */
    public @Nullable AVFrame receive() {
        for (int attempt = 0; attempt < BAD_AT_ONCE; attempt++) {
            int code = avcodec_receive_frame(context, frame);
            if (code >= 0) {
                return frame;
            }
            if (code == EAGAIN || code == AVERROR_EOF) {
                return null;
            }
            bad++;
        }
        return null;
    }

    /** Packets and pictures so far of which nothing could be made, whatever the decoder's reason. */
    public long bad() {
        return bad;
    }

    /** In pixels; 0 until a packet with its parameters was handed in. */
    public int width() {
        return context.width();
    }

    /** In pixels; 0 until a packet with its parameters was handed in. */
    public int height() {
        return context.height();
    }

    /** Whether pictures may come in another order than their packets. */
    public boolean reorders() {
        return context.has_b_frames() > 0;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
