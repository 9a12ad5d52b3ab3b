package dev.osprey.media.bitstream;

/** Reads a NAL unit's payload bit by bit. Behind its end there are zeros. */
final class Bits {
    private final byte[] bytes;
    private int at;

    /** @param bytes without the bytes that keep start codes out */
    Bits(byte[] bytes, int fromByte) {
        this.bytes = bytes;
        at = 8 * fromByte;
    }

    boolean over() {
        return at > 8 * bytes.length;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    /** @param count at most 32 */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            int bit = at >> 3 < bytes.length ? bytes[at >> 3] >> (7 - (at & 7)) & 1 : 0;
            value = value << 1 | bit;
        }
        return value;
    }

    /** An unsigned Exp-Golomb number. */
    int ue() {
        int zeros = 0;
        while (zeros < 31 && !over() && !flag()) {
            zeros++;
        }
        return (1 << zeros) - 1 + bits(zeros);
    }

    /** A signed one. */
    int se() {
        int value = ue();
        return (value & 1) == 1 ? (value + 1) / 2 : -value / 2;
    }
}
