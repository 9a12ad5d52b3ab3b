package dev.osprey.media.bitstream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings the packets of one track into Annex B with the parameter sets before each key frame, wherever the source keeps
 * them. For one thread.
 */
public final class AnnexB {
    /** A packet in Annex B. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record Unit(boolean key, boolean picture, byte[] data) {}

    private static final byte[] START_CODE = {0, 0, 0, 1};

    private final Nal nal;
    /** Bytes of a length before each unit; 0 if the source has start codes already. */
    private int lengthBytes;
    /** The newest parameter sets by type and id, in their order. */
    private final Map<Integer, byte[]> parameterSets = new LinkedHashMap<>();

    private final NalIndex index = new NalIndex();
    private byte[] sps = new byte[0];

    /** @param extradata avcC or hvcC, or parameter sets in Annex B, or nothing */
    public AnnexB(Nal nal, byte[] extradata) {
        this.nal = nal;
        accept(extradata);
    }

    /** Takes parameter sets that came beside the packets. */
    public void accept(byte[] extradata) {
        if (extradata.length == 0) {
            return;
        }
        boolean startCode = extradata.length > 3
                && extradata[0] == 0
                && extradata[1] == 0
                && (extradata[2] == 1 || (extradata[2] == 0 && extradata[3] == 1));
        if (startCode) {
            index.atStartCodes(extradata);
            for (int i = 0; i < index.count(); i++) {
                remember(extradata, index.from(i), index.to(i));
            }
            return;
        }
        try {
            if (nal == Nal.H264) {
                readAvcC(extradata);
            } else {
                readHvcC(extradata);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            System.getLogger(AnnexB.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "the parameter sets beside the stream end early: {0}",
                            e.getMessage());
        }
    }

    private void readAvcC(byte[] b) {
        lengthBytes = (b[4] & 3) + 1;
        int at = 6;
        for (int i = b[5] & 0x1f; i > 0; i--) {
            at = readSet(b, at);
        }
        for (int i = b[at++] & 0xff; i > 0; i--) {
            at = readSet(b, at);
        }
    }

    private void readHvcC(byte[] b) {
        lengthBytes = (b[21] & 3) + 1;
        int at = 23;
        for (int arrays = b[22] & 0xff; arrays > 0; arrays--) {
            int count = word(b, at + 1);
            at += 3;
            for (int i = count; i > 0; i--) {
                at = readSet(b, at);
            }
        }
    }

    private int readSet(byte[] b, int at) {
        int end = at + 2 + word(b, at);
        if (end > b.length) {
            throw new ArrayIndexOutOfBoundsException(end);
        }
        remember(b, at + 2, end);
        return end;
    }

    private static int word(byte[] b, int at) {
        return ((b[at] & 0xff) << 8) | (b[at + 1] & 0xff);
    }

    private void remember(byte[] bytes, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int type = nal.type(bytes[from]);
        if (!nal.parameterSet(type)) {
            return;
        }
        int key = type << 8 | id(type, bytes, from, to);
        byte[] known = parameterSets.get(key);
        if (known != null && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            return;
        }
        byte[] unit = Arrays.copyOfRange(bytes, from, to);
        if (nal.sps(type)) {
            // picture parameter sets of another sequence would only confuse
            parameterSets.keySet().removeIf(other -> other >> 8 > type);
            sps = unit;
        }
        parameterSets.put(key, unit);
    }

    /** Good enough to tell sets apart: the picture parameter set's id is a short Exp-Golomb number. */
    private int id(int type, byte[] bytes, int from, int to) {
        boolean pps = nal == Nal.H264 ? type == 8 : type == 34;
        int header = from + (nal == Nal.H264 ? 1 : 2);
        if (!pps || to <= header) {
            return 0;
        }
        int zeros = Integer.numberOfLeadingZeros((bytes[header] & 0xff) << 24 | 1 << 15);
        return zeros > 3 ? 0 : ((bytes[header] & 0xff) >> (7 - 2 * zeros)) - 1;
    }

    /** Whether each unit has its length before it: then packets are whole pictures. */
    boolean lengthPrefixed() {
        return lengthBytes > 0;
    }

    /** The newest sequence parameter set; empty until one was seen. */
    public byte[] sps() {
        return sps;
    }

    /** As browsers name the codec. */
    public String codec() {
        return nal.codec(sps);
    }

    /**
     * A packet's bytes as viewers get them: the packet's own array where nothing is to be changed.
     *
     * @param flaggedKey what the source says; believed only of pictures that parameter sets come with
     */
    public Unit unit(byte[] packet, boolean flaggedKey) {
        if (lengthBytes == 0) {
            index.atStartCodes(packet);
        } else {
            index.atLengths(packet, lengthBytes);
        }
        boolean key = false;
        boolean picture = false;
        boolean hasSps = false;
        int delimiter = -1;
        for (int i = 0; i < index.count(); i++) {
            int type = nal.type(packet[index.from(i)]);
            key |= nal.key(type);
            picture |= nal.picture(type);
            hasSps |= nal.sps(type);
            delimiter = nal.delimiter(type) ? i : delimiter;
            remember(packet, index.from(i), index.to(i));
        }
        key |= flaggedKey && hasSps && picture;
        boolean complete = hasSps || !key;
        if (lengthBytes == 0 && complete && delimiter <= 0 && beginsWithStartCode(packet)) {
            return new Unit(key, picture, packet);
        }
        return new Unit(key, picture, rewritten(packet, delimiter, complete));
    }

    private boolean beginsWithStartCode(byte[] packet) {
        return index.count() > 0 && index.from(0) <= 4 && packet.length > 3;
    }

    /** The delimiter first, then the parameter sets, if they lack, then all else as it came. */
    private byte[] rewritten(byte[] packet, int delimiter, boolean complete) {
        int size = 0;
        for (int i = 0; i < index.count(); i++) {
            size += START_CODE.length + index.to(i) - index.from(i);
        }
        if (!complete) {
            for (byte[] set : parameterSets.values()) {
                size += START_CODE.length + set.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        if (delimiter >= 0) {
            out.put(START_CODE).put(packet, index.from(delimiter), index.to(delimiter) - index.from(delimiter));
        }
        if (!complete) {
            parameterSets.values().forEach(set -> out.put(START_CODE).put(set));
        }
        for (int i = 0; i < index.count(); i++) {
            if (i != delimiter) {
                out.put(START_CODE).put(packet, index.from(i), index.to(i) - index.from(i));
            }
        }
        return out.array();
    }
}
