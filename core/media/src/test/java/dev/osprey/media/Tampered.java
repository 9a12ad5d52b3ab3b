package dev.osprey.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Clips with bytes changed, as cameras and telephones write them, and as attackers do. */
public final class Tampered {
    private Tampered() {}

    /** One picture of a Motion JPEG is sampled as none is, which FFmpeg's decoder refuses as not yet written. */
    public static Path oddlySampled(Path mjpeg, int number, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(mjpeg);
        int at = startOfFrame(bytes, number);
        bytes[at + 11] = 0x34;
        bytes[at + 14] = 0x21;
        return Files.write(to, bytes);
    }

    /** One picture of a Motion JPEG claims another size. */
    public static Path size(Path mjpeg, int number, int side, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(mjpeg);
        int at = startOfFrame(bytes, number);
        ByteBuffer.wrap(bytes).putShort(at + 5, (short) side).putShort(at + 7, (short) side);
        return Files.write(to, bytes);
    }

    private static int startOfFrame(byte[] bytes, int number) {
        int left = number;
        for (int at = 0; at + 4 < bytes.length; at++) {
            boolean frame = (bytes[at] & 0xff) == 0xff
                    && (bytes[at + 1] & 0xff) == 0xc0
                    && bytes[at + 2] == 0
                    && bytes[at + 3] == 17
                    && bytes[at + 4] == 8;
            if (frame && left-- == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("there is no picture " + number);
    }

    /** An MP4 whose pictures lie on their side, to be shown turned clockwise by a quarter. */
    public static Path onItsSide(Path mp4, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(mp4);
        int header = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer matrix = ByteBuffer.wrap(bytes, header + 44, 36);
        for (int value : new int[] {0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000}) {
            matrix.putInt(value);
        }
        return Files.write(to, bytes);
    }
}
