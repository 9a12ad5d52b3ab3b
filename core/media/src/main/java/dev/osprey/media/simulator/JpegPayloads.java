package dev.osprey.media.simulator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** Cuts a baseline JPEG into RTP payloads (RFC 2435), with its own quantisation tables. */
final class JpegPayloads {
    private static final int LARGEST_SIDE = 255 * 8;
    private static final int TABLES_FOLLOW = 255;
    private static final int TABLE_BYTES = 64;

    /** CRC-32 of the four usual Huffman tables (ITU T.81, annex K.3), which receivers assume. */
    private static final Set<Long> HUFFMAN_TABLES = Set.of(0x13bc22c1L, 0xbf876d00L, 0x76431cc4L, 0xdb3e692fL);

    private int width;
    private int height;
    private int type = -1;
    private int restartInterval;
    private final byte[][] tables = new byte[2][];
    private int scanStart;

    private JpegPayloads() {}

    static List<byte[]> of(byte[] file) {
        JpegPayloads jpeg = new JpegPayloads();
        jpeg.parse(file);
        return jpeg.cut(file);
    }

    private void parse(byte[] file) {
        int at = 2;
        while (scanStart == 0) {
            if (at + 4 > file.length || (file[at] & 0xff) != 0xff) {
                throw new IllegalArgumentException("a JPEG picture breaks off at byte " + at + " of " + file.length);
            }
            int marker = file[at + 1] & 0xff;
            int length = number(file, at + 2);
            int body = at + 4;
            switch (marker) {
                case 0xdb -> readTables(file, body, at + 2 + length);
                case 0xc0 -> readFrame(file, body);
                case 0xc1, 0xc2 -> throw new IllegalArgumentException(
                        "RTP carries baseline JPEG only, got another one");
                case 0xc4 -> checkHuffman(file, body, at + 2 + length);
                case 0xdd -> restartInterval = number(file, body);
                case 0xda -> scanStart = at + 2 + length;
                default -> {}
            }
            at += 2 + length;
        }
        if (type < 0 || tables[0] == null) {
            throw new IllegalArgumentException("a JPEG picture has no frame header or quantisation table");
        }
    }

    private void readTables(byte[] file, int start, int end) {
        for (int at = start; at + 1 + TABLE_BYTES <= end; at += 1 + TABLE_BYTES) {
            int id = file[at] & 0x0f;
            if ((file[at] & 0xf0) != 0 || id > 1) {
                throw new IllegalArgumentException("RTP carries two quantisation tables of 8 bits, got number " + id);
            }
            tables[id] = Arrays.copyOfRange(file, at + 1, at + 1 + TABLE_BYTES);
        }
    }

    private static void checkHuffman(byte[] file, int start, int end) {
        for (int at = start; at + 17 <= end; ) {
            int size = 17;
            for (int i = 1; i <= 16; i++) {
                size += file[at + i] & 0xff;
            }
            CRC32 crc = new CRC32();
            crc.update(file, at, Math.min(size, end - at));
            if (!HUFFMAN_TABLES.contains(crc.getValue())) {
                throw new IllegalArgumentException("RTP carries JPEG with the usual Huffman tables only, got others:"
                        + " encode the clip without optimising them");
            }
            at += size;
        }
    }

    private void readFrame(byte[] file, int at) {
        height = number(file, at + 1);
        width = number(file, at + 3);
        if (width > LARGEST_SIDE || height > LARGEST_SIDE) {
            throw new IllegalArgumentException("RTP carries JPEG up to " + LARGEST_SIDE + " x " + LARGEST_SIDE
                    + " pixels, got " + width + " x " + height);
        }
        int sampling = file[at + 7] & 0xff;
        if ((file[at + 5] & 0xff) != 3 || (sampling != 0x22 && sampling != 0x21)) {
            throw new IllegalArgumentException("RTP carries JPEG in YUV 4:2:0 or 4:2:2, got " + file[at + 5]
                    + " components, sampling 0x" + Integer.toHexString(sampling));
        }
        type = sampling == 0x22 ? 1 : 0;
    }

    private List<byte[]> cut(byte[] file) {
        int end = endOfScan(file);
        List<byte[]> payloads = new ArrayList<>();
        for (int at = scanStart; at < end; ) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream(Packetizer.MAX_PAYLOAD_BYTES);
            int offset = at - scanStart;
            payload.writeBytes(new byte[] {0, (byte) (offset >> 16), (byte) (offset >> 8), (byte) offset});
            payload.write(restartInterval > 0 ? type + 64 : type);
            payload.write(TABLES_FOLLOW);
            payload.write((width + 7) / 8);
            payload.write((height + 7) / 8);
            if (restartInterval > 0) {
                payload.writeBytes(new byte[] {(byte) (restartInterval >> 8), (byte) restartInterval, -1, -1});
            }
            if (offset == 0) {
                payload.writeBytes(new byte[] {0, 0, 0, (byte) (2 * TABLE_BYTES)});
                payload.writeBytes(tables[0]);
                payload.writeBytes(tables[1] == null ? tables[0] : tables[1]);
            }
            int length = Math.min(Packetizer.MAX_PAYLOAD_BYTES - payload.size(), end - at);
            payload.write(file, at, length);
            payloads.add(payload.toByteArray());
            at += length;
        }
        return payloads;
    }

    /* Without the end marker, which receivers add. */
    private int endOfScan(byte[] file) {
        for (int end = file.length - 2; end > scanStart; end--) {
            if ((file[end] & 0xff) == 0xff && (file[end + 1] & 0xff) == 0xd9) {
                return end;
            }
        }
        return file.length;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
