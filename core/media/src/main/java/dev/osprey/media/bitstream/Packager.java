package dev.osprey.media.bitstream;

import dev.osprey.media.ffmpeg.Demuxer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what viewers get out of the packets of one track, and notices when its format changes. For one thread. */
public final class Packager {
    private final Demuxer.Codec codec;
    private final String otherName;
    private final @Nullable AnnexB annexB;
    private final @Nullable PacketJoiner joiner;
    private byte[] announcedSps = new byte[0];
    private JpegHeader announcedJpeg = new JpegHeader(0, 0);
    private JpegHeader jpeg = announcedJpeg;

    public Packager(Demuxer demuxer) {
        codec = demuxer.codec();
        otherName = demuxer.codecName();
        annexB = switch (codec) {
            case H264 -> new AnnexB(Nal.H264, demuxer.extradata());
            case H265 -> new AnnexB(Nal.H265, demuxer.extradata());
            case MJPEG, OTHER -> null;
        };
        joiner = switch (codec) {
            case H264 -> new PacketJoiner(Nal.H264, PacketJoiner.WHOLE_UNTIL_TRUSTED);
            case H265 -> new PacketJoiner(Nal.H265, PacketJoiner.WHOLE_UNTIL_TRUSTED);
            case MJPEG, OTHER -> null;
        };
    }

    /** The pictures that are whole by now. */
    public List<Packet> pictures(Packet packet) {
        return joiner == null || (annexB != null && annexB.lengthPrefixed()) ? List.of(packet) : joiner.add(packet);
    }

    /** The one that was still waited for, at the end of the source. */
    public List<Packet> lastPictures() {
        return joiner == null ? List.of() : joiner.flush();
    }

    public AnnexB.Unit unit(byte[] packet, boolean flaggedKey) {
        if (annexB != null) {
            return annexB.unit(packet, flaggedKey);
        }
        if (codec == Demuxer.Codec.MJPEG) {
            jpeg = JpegHeader.of(packet);
            return new AnnexB.Unit(true, true, packet);
        }
        return new AnnexB.Unit(flaggedKey, true, packet);
    }

    /** Takes parameter sets that came beside a packet. */
    public void accept(byte[] extradata) {
        if (annexB != null) {
            annexB.accept(extradata);
        }
    }

    public boolean isJpeg() {
        return codec == Demuxer.Codec.MJPEG;
    }

    /** Whether viewers can do something with the packets. */
    public boolean passable() {
        return codec != Demuxer.Codec.OTHER;
    }

    /** Whether the last unit may be of another size or codec than when {@link #announced} was called. */
    public boolean changed() {
        return annexB != null ? !Arrays.equals(announcedSps, annexB.sps()) : !jpeg.equals(announcedJpeg);
    }

    public void announced() {
        announcedJpeg = jpeg;
        if (annexB != null) {
            announcedSps = annexB.sps();
        }
    }

    public String codec() {
        if (annexB != null) {
            return annexB.codec();
        }
        return isJpeg() ? "jpeg" : otherName;
    }
}
