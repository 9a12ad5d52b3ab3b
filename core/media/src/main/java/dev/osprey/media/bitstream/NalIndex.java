package dev.osprey.media.bitstream;

import java.util.Arrays;

/** Where a packet's NAL units are, without their start codes or lengths. Used again for each packet; for one thread. */
final class NalIndex {
    private int[] from = new int[32];
    private int[] to = new int[32];
    private int count;

    int count() {
        return count;
    }

    /** Of the unit's header, from the beginning of the packet. */
    int from(int unit) {
        return from[unit];
    }

    /** Behind the unit's last byte. */
    int to(int unit) {
        return to[unit];
    }

    /** Zeros before a start code, and at the end, belong to no unit. */
    NalIndex atStartCodes(byte[] packet) {
        count = 0;
        int start = -1;
        int at = 0;
        while (at + 2 < packet.length) {
            if (packet[at + 2] > 1 || packet[at + 2] < 0) {
                at += 3;
            } else if (packet[at] == 0 && packet[at + 1] == 0 && packet[at + 2] == 1) {
                addTrimmed(packet, start, at);
                start = at + 3;
                at = start;
            } else {
                at++;
            }
        }
        addTrimmed(packet, start, packet.length);
        return this;
    }

    /** What is cut short is left out. */
    NalIndex atLengths(byte[] packet, int lengthBytes) {
        count = 0;
        int at = 0;
        while (at + lengthBytes < packet.length) {
            int length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (packet[at++] & 0xff);
            }
            if (length < 0 || length > packet.length - at) {
                break;
            }
            add(at, at + length);
            at += length;
        }
        return this;
    }

    private void addTrimmed(byte[] packet, int start, int end) {
        int last = end;
        while (last > start && start >= 0 && packet[last - 1] == 0) {
            last--;
        }
        add(start, last);
    }

    private void add(int start, int end) {
        if (start < 0 || end <= start) {
            return;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = start;
        to[count++] = end;
    }
}
