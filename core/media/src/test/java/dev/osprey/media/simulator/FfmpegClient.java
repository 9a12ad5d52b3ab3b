package dev.osprey.media.simulator;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Reads packets of an RTSP camera by FFmpeg. */
final class FfmpegClient implements AutoCloseable {
    record Packet(long ptsMicros, boolean key, byte[] data) {
        List<byte[]> nals() {
            return NalUnits.split(data, 0);
        }
    }

    private final AVFormatContext context = new AVFormatContext(null);
    private final int opened;

    FfmpegClient(String url, String transport) {
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "rtsp_transport", transport, 0);
        av_dict_set(options, "timeout", "2000000", 0);
        opened = avformat_open_input(context, url, null, options);
        av_dict_free(options);
    }

    /** 0, or FFmpeg's error. */
    int opened() {
        return opened;
    }

    Packet next() {
        AVPacket packet = av_packet_alloc();
        try {
            int result = av_read_frame(context, packet);
            if (result < 0) {
                throw new IllegalStateException("FFmpeg said " + result);
            }
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            double tick = av_q2d(context.streams(0).time_base());
            return new Packet(Math.round(packet.pts() * tick * 1e6), (packet.flags() & AV_PKT_FLAG_KEY) != 0, data);
        } finally {
            av_packet_free(packet);
        }
    }

    List<Packet> next(int count) {
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(next());
        }
        return packets;
    }

    @Override
    public void close() {
        if (opened >= 0) {
            avformat_close_input(context);
        }
    }

    static boolean contains(List<byte[]> nals, byte[] wanted) {
        return nals.stream().anyMatch(nal -> Arrays.equals(nal, wanted));
    }
}
