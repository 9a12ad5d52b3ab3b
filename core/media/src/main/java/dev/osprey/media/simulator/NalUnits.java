package dev.osprey.media.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes apart what H.264 and H.265 files hold: NAL units after a length or a start code, and decoder records. */
final class NalUnits {
    private NalUnits() {}

    /**
     * The parameter sets of a file and how its samples are cut.
     *
     * @param lengthBytes the size of the length before each NAL unit, in bytes; 0 for start codes
     */
    record Header(List<byte[]> parameterSets, int lengthBytes) {}

    /** Reads an {@code avcC} or {@code hvcC} record, or parameter sets with start codes. */
    static Header header(Codec codec, byte[] extradata) {
        if (extradata.length < 7 || extradata[0] != 1) {
            return new Header(splitAtStartCodes(extradata), 0);
        }
        return codec == Codec.H264 ? avcHeader(extradata) : hevcHeader(extradata);
    }

    static List<byte[]> split(byte[] sample, int lengthBytes) {
        if (lengthBytes == 0) {
            return splitAtStartCodes(sample);
        }
        List<byte[]> nals = new ArrayList<>();
        int at = 0;
        while (at + lengthBytes <= sample.length) {
            int length = number(sample, at, lengthBytes);
            at += lengthBytes;
            if (length < 0 || at + length > sample.length) {
                throw new IllegalArgumentException(
                        "a NAL unit of " + length + " bytes does not fit into " + (sample.length - at));
            }
            if (length > 0) {
                nals.add(Arrays.copyOfRange(sample, at, at + length));
            }
            at += length;
        }
        return nals;
    }

    private static Header avcHeader(byte[] record) {
        List<byte[]> sets = new ArrayList<>();
        int at = 5;
        int count = record[at++] & 0x1f;
        at = readSets(record, at, count, sets);
        count = record[at++] & 0xff;
        readSets(record, at, count, sets);
        return new Header(sets, (record[4] & 3) + 1);
    }

    private static Header hevcHeader(byte[] record) {
        List<byte[]> sets = new ArrayList<>();
        int arrays = record[22] & 0xff;
        int at = 23;
        for (int i = 0; i < arrays; i++) {
            int count = number(record, at + 1, 2);
            List<byte[]> array = new ArrayList<>();
            at = readSets(record, at + 3, count, array);
            array.stream().filter(Codec.H265::isParameterSet).forEach(sets::add);
        }
        return new Header(sets, (record[21] & 3) + 1);
    }

    private static int readSets(byte[] record, int start, int count, List<byte[]> into) {
        int at = start;
        for (int i = 0; i < count; i++) {
            int length = number(record, at, 2);
            into.add(Arrays.copyOfRange(record, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return at;
    }

    private static List<byte[]> splitAtStartCodes(byte[] bytes) {
        List<byte[]> nals = new ArrayList<>();
        int start = -1;
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                addTrimmed(bytes, start, i, nals);
                start = i + 3;
                i += 2;
            }
        }
        addTrimmed(bytes, start, bytes.length, nals);
        return nals;
    }

    /* Zeros before a start code belong to it, not to the NAL unit, which never ends in one. */
    private static void addTrimmed(byte[] bytes, int start, int end, List<byte[]> nals) {
        int last = end;
        while (last > start && start >= 0 && bytes[last - 1] == 0) {
            last--;
        }
        if (start >= 0 && last > start) {
            nals.add(Arrays.copyOfRange(bytes, start, last));
        }
    }

    private static int number(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
