package dev.osprey.media.camera;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.osprey.media.bitstream.Packet;
import dev.osprey.media.ffmpeg.Demuxer;
import java.time.Instant;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/** FFmpeg's packets of one source as values: bytes, times in microseconds, side data. For the capture thread. */
final class Packets {
    private static final double USUAL_RATE = 25;

    private final double microsPerTick;
    private final long stepMicros;
    private final boolean file;

    /** Of the next picture, where a file says no times. */
    private long fileMicros;

    /** @param file whether pictures that say no time follow each other at the source's rate */
    Packets(Demuxer demuxer, boolean file) {
        AVRational base = demuxer.timeBase();
        double rate = demuxer.rate();
        microsPerTick = 1e6 * base.num() / base.den();
        stepMicros = Math.round(1e6 / (rate >= 1 && rate <= 240 ? rate : USUAL_RATE));
        this.file = file;
    }

    /** Of the presentation time, or else the decoding time; {@link Packet#UNKNOWN} if the source says neither. */
    Packet copy(AVPacket packet, Instant capturedAt) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        long ticks = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        long ptsMicros = ticks == AV_NOPTS_VALUE ? Packet.UNKNOWN : Math.round(ticks * microsPerTick);
        return new Packet(bytes, (packet.flags() & AV_PKT_FLAG_KEY) != 0, ptsMicros, micros(capturedAt));
    }

    /** With a time, if it is of a file that says none: a whole picture, as a picture's pieces have one time. */
    Packet timed(Packet picture) {
        if (!file || picture.ptsMicros() != Packet.UNKNOWN) {
            return picture;
        }
        long micros = fileMicros;
        fileMicros += stepMicros;
        return new Packet(picture.data(), picture.flaggedKey(), micros, picture.capturedAtMicros());
    }

    /** Since the epoch. */
    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    /** New parameter sets that came beside the packet; null if none did. */
    static byte @Nullable [] newExtradata(AVPacket packet) {
        if (packet.side_data_elems() == 0) {
            return null;
        }
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
            if (data == null || data.isNull() || size.get() <= 0) {
                return null;
            }
            byte[] extradata = new byte[(int) size.get()];
            data.get(extradata);
            return extradata;
        }
    }
}
