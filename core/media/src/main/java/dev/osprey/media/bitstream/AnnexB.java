package dev.osprey.media.bitstream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
            split(extradata).forEach(this::remember);
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
        remember(Arrays.copyOfRange(b, at + 2, end));
        return end;
    }

    private static int word(byte[] b, int at) {
        return ((b[at] & 0xff) << 8) | (b[at + 1] & 0xff);
    }

    private void remember(byte[] unit) {
        if (unit.length < 2) {
            return;
        }
        int type = nal.type(unit[0]);
        if (!nal.parameterSet(type)) {
            return;
        }
        if (nal.sps(type) && !Arrays.equals(sps, unit)) {
            // picture parameter sets of another sequence would only confuse
            parameterSets.keySet().removeIf(key -> key >> 8 > type);
            sps = unit;
        }
        parameterSets.put(type << 8 | id(type, unit), unit);
    }

    /** Good enough to tell sets apart: the picture parameter set's id is a short Exp-Golomb number. */
    private int id(int type, byte[] unit) {
        boolean pps = nal == Nal.H264 ? type == 8 : type == 34;
        int header = nal == Nal.H264 ? 1 : 2;
        if (!pps || unit.length <= header) {
            return 0;
        }
        int zeros = Integer.numberOfLeadingZeros((unit[header] & 0xff) << 24 | 1 << 15);
        return zeros > 3 ? 0 : ((unit[header] & 0xff) >> (7 - 2 * zeros)) - 1;
    }

    /** The newest sequence parameter set; empty until one was seen. */
    public byte[] sps() {
        return sps;
    }

    /** As browsers name the codec. */
    public String codec() {
        return nal.codec(sps);
    }

    /** @param flaggedKey what the source says; believed only of pictures that parameter sets come with */
    public Unit unit(byte[] packet, boolean flaggedKey) {
        List<byte[]> units = lengthBytes == 0 ? split(packet) : splitByLength(packet);
        boolean key = false;
        boolean picture = false;
        boolean hasSps = false;
        int missing = 0;
        for (byte[] unit : units) {
            int type = nal.type(unit[0]);
            key |= nal.key(type);
            picture |= nal.picture(type);
            hasSps |= nal.sps(type);
            remember(unit);
        }
        key |= flaggedKey && hasSps && picture;
        boolean add = key && !hasSps;
        int size = 0;
        for (byte[] unit : units) {
            size += START_CODE.length + unit.length;
        }
        if (add) {
            for (byte[] set : parameterSets.values()) {
                missing += START_CODE.length + set.length;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + missing);
        boolean pending = add;
        for (byte[] unit : units) {
            // an access unit delimiter stays in front
            if (pending && !delimiter(unit)) {
                parameterSets.values().forEach(set -> write(out, set));
                pending = false;
            }
            write(out, unit);
        }
        return new Unit(key, picture, out.toByteArray());
    }

    private boolean delimiter(byte[] unit) {
        return nal.type(unit[0]) == (nal == Nal.H264 ? 9 : 35);
    }

    private static void write(ByteArrayOutputStream out, byte[] unit) {
        out.write(START_CODE, 0, START_CODE.length);
        out.write(unit, 0, unit.length);
    }

    private List<byte[]> splitByLength(byte[] packet) {
        List<byte[]> units = new ArrayList<>();
        int at = 0;
        while (at + lengthBytes < packet.length) {
            int length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (packet[at++] & 0xff);
            }
            if (length < 0 || length > packet.length - at) {
                break;
            }
            if (length > 0) {
                units.add(Arrays.copyOfRange(packet, at, at + length));
            }
            at += length;
        }
        return units;
    }

    private static List<byte[]> split(byte[] packet) {
        List<byte[]> units = new ArrayList<>();
        int start = -1;
        int at = 0;
        while (at + 2 < packet.length) {
            if (packet[at + 2] > 1 || packet[at + 2] < 0) {
                at += 3;
            } else if (packet[at] == 0 && packet[at + 1] == 0 && packet[at + 2] == 1) {
                add(units, packet, start, at);
                start = at + 3;
                at = start;
            } else {
                at++;
            }
        }
        add(units, packet, start, packet.length);
        return units;
    }

    private static void add(List<byte[]> units, byte[] packet, int start, int end) {
        if (start < 0) {
            return;
        }
        int last = end;
        while (last > start && packet[last - 1] == 0) {
            last--;
        }
        if (last > start) {
            units.add(Arrays.copyOfRange(packet, start, last));
        }
    }
}
