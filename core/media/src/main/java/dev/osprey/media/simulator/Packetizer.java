package dev.osprey.media.simulator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts pictures into payloads of RTP packets, as the codec's RFC says. */
interface Packetizer {
    /** What a packet carries at most, in bytes, so that it fits an Ethernet frame with its headers. */
    int MAX_PAYLOAD_BYTES = 1400;

    /** The payloads of one picture, in order; the last one gets the marker. */
    List<byte[]> payloads(Clip.Unit unit);

    static Packetizer of(Codec codec) {
        return switch (codec) {
            case H264 -> unit -> nalPayloads(unit, Packetizer::h264Fragments);
            case H265 -> unit -> nalPayloads(unit, Packetizer::h265Fragments);
            case MP2T -> Clip.Unit::nals;
            case JPEG -> unit -> JpegPayloads.of(unit.nals().get(0));
        };
    }

    /** Cuts a NAL unit that is too large for one packet. */
    interface Fragments {
        void add(byte[] nal, List<byte[]> payloads);
    }

    private static List<byte[]> nalPayloads(Clip.Unit unit, Fragments fragments) {
        List<byte[]> payloads = new ArrayList<>();
        for (byte[] nal : unit.nals()) {
            if (nal.length <= MAX_PAYLOAD_BYTES) {
                payloads.add(nal);
            } else {
                fragments.add(nal, payloads);
            }
        }
        return payloads;
    }

    /** FU-A, RFC 6184 section 5.8: the NAL unit's header goes into the indicator and the fragment's header. */
    private static void h264Fragments(byte[] nal, List<byte[]> payloads) {
        byte indicator = (byte) (nal[0] & 0xe0 | 28);
        int type = nal[0] & 0x1f;
        fragments(nal, 1, new byte[] {indicator}, type, payloads);
    }

    /** Fragmentation units, RFC 7798 section 4.4.3. */
    private static void h265Fragments(byte[] nal, List<byte[]> payloads) {
        byte[] header = {(byte) (nal[0] & 0x81 | 49 << 1), nal[1]};
        fragments(nal, 2, header, Codec.hevcType(nal), payloads);
    }

    private static void fragments(byte[] nal, int skipped, byte[] header, int type, List<byte[]> payloads) {
        int room = MAX_PAYLOAD_BYTES - header.length - 1;
        for (int at = skipped; at < nal.length; at += room) {
            int length = Math.min(room, nal.length - at);
            boolean first = at == skipped;
            boolean last = at + length == nal.length;
            ByteArrayOutputStream payload = new ByteArrayOutputStream(header.length + 1 + length);
            payload.writeBytes(header);
            payload.write((first ? 0x80 : 0) | (last ? 0x40 : 0) | type);
            payload.write(nal, at, length);
            payloads.add(payload.toByteArray());
        }
    }
}
