package dev.osprey.media.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The numbering of one client's RTP packets (RFC 3550). Used by the client's thread alone. */
final class RtpStream {
    private static final int HEADER_BYTES = 12;
    /** From 1900, where NTP counts from, to 1970. */
    private static final long NTP_OFFSET_SECONDS = 2_208_988_800L;

    private final int ssrc;
    private final int timestampBase;
    private int sequence;
    private int packets;
    private int octets;

    RtpStream(RandomGenerator random) {
        ssrc = random.nextInt();
        timestampBase = random.nextInt();
        sequence = random.nextInt(0x8000);
    }

    int ssrc() {
        return ssrc;
    }

    /** The number that the next packet will have. */
    int nextSequence() {
        return sequence & 0xffff;
    }

    long timestamp(long micros) {
        return timestampBase + micros * Codec.CLOCK_RATE / 1_000_000 & 0xffff_ffffL;
    }

    /** Packets of one picture; the last one has the marker. */
    List<byte[]> packets(List<byte[]> payloads, int payloadType, long ptsMicros) {
        List<byte[]> result = new ArrayList<>(payloads.size());
        int timestamp = (int) timestamp(ptsMicros);
        for (int i = 0; i < payloads.size(); i++) {
            byte[] payload = payloads.get(i);
            int marker = i == payloads.size() - 1 ? 0x80 : 0;
            result.add(ByteBuffer.allocate(HEADER_BYTES + payload.length)
                    .put((byte) 0x80)
                    .put((byte) (marker | payloadType))
                    .putShort((short) sequence++)
                    .putInt(timestamp)
                    .putInt(ssrc)
                    .put(payload)
                    .array());
            packets++;
            octets += payload.length;
        }
        return result;
    }

    /**
     * An RTCP sender report with the required name: which wall clock time the timestamps stand for.
     *
     * @param streamMicros a time on the camera's clock
     * @param epochMicros the same time since 1970
     */
    byte[] senderReport(long streamMicros, long epochMicros) {
        byte[] name = "osprey".getBytes(StandardCharsets.US_ASCII);
        int itemBytes = 4 + 2 + name.length + 1;
        int paddedBytes = (itemBytes + 3) / 4 * 4;
        long seconds = Math.floorDiv(epochMicros, 1_000_000L) + NTP_OFFSET_SECONDS;
        long fraction = (Math.floorMod(epochMicros, 1_000_000L) << 32) / 1_000_000;
        ByteBuffer report = ByteBuffer.allocate(28 + 4 + paddedBytes)
                .put((byte) 0x80)
                .put((byte) 200)
                .putShort((short) 6)
                .putInt(ssrc)
                .putInt((int) seconds)
                .putInt((int) fraction)
                .putInt((int) timestamp(streamMicros))
                .putInt(packets)
                .putInt(octets)
                .put((byte) 0x81)
                .put((byte) 202)
                .putShort((short) (paddedBytes / 4))
                .putInt(ssrc)
                .put((byte) 1)
                .put((byte) name.length)
                .put(name);
        return report.array();
    }
}
