package dev.osprey.media.bitstream;

import java.util.Arrays;

/**
 * What a source gave of one picture. Its bytes are not to be changed.
 *
 * @param flaggedKey what the source says
 * @param ptsMicros as the source says, {@link #UNKNOWN} where it does not
 * @param capturedAtMicros when its first byte was read, in microseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Packet(byte[] data, boolean flaggedKey, long ptsMicros, long capturedAtMicros) {
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** With another piece behind it. */
    Packet with(byte[] more, Packet of) {
        byte[] all = Arrays.copyOf(data, data.length + more.length);
        System.arraycopy(more, 0, all, data.length, more.length);
        return new Packet(
                all, flaggedKey || of.flaggedKey, ptsMicros == UNKNOWN ? of.ptsMicros : ptsMicros, capturedAtMicros);
    }

    /** These bytes in its place. */
    Packet of(byte[] other) {
        return new Packet(other, flaggedKey, ptsMicros, capturedAtMicros);
    }
}
