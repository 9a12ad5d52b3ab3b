package dev.osprey.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads one value of an ONNX file's metadata from the file itself.
 *
 * <p>ONNX Runtime for Java hands metadata over as JNI strings, whose UTF-8 has no four-byte characters: of a dictionary
 * with a rare Chinese character it loses that one and its neighbours, and every class behind it is read as another.
 */
final class MetadataFile {
    /** ModelProto.metadata_props, of StringStringEntryProto. */
    private static final int ENTRIES = 14;

    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int LENGTH_DELIMITED = 2;
    private static final int MOST_BYTES = 16 << 20;

    private MetadataFile() {}

    static Optional<String> value(Path file, String key) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(new BufferedInputStream(in))) {
            for (long tag = varint(data); tag >= 0; tag = varint(data)) {
                long length = skipOrLength(data, tag);
                if (tag >>> 3 == ENTRIES && length <= MOST_BYTES) {
                    Optional<String> value = valueOf(data.readNBytes((int) length), key);
                    if (value.isPresent()) {
                        return value;
                    }
                } else {
                    data.skipNBytes(length);
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<String> valueOf(byte[] entry, String wanted) throws IOException {
        String key = "";
        String value = "";
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(entry));
        for (long tag = varint(data); tag >= 0; tag = varint(data)) {
            byte[] field = data.readNBytes((int) skipOrLength(data, tag));
            if (tag >>> 3 == KEY) {
                key = new String(field, StandardCharsets.UTF_8);
            } else if (tag >>> 3 == VALUE) {
                value = new String(field, StandardCharsets.UTF_8);
            }
        }
        return key.equals(wanted) ? Optional.of(value) : Optional.empty();
    }

    /** How many bytes of the field are still to come; those of a number are read here. */
    private static long skipOrLength(DataInputStream data, long tag) throws IOException {
        return switch ((int) (tag & 7)) {
            case 0 -> {
                varint(data);
                yield 0;
            }
            case 1 -> Long.BYTES;
            case LENGTH_DELIMITED -> {
                long length = varint(data);
                if (length < 0) {
                    throw new EOFException("the file ends within a field");
                }
                yield length;
            }
            case 5 -> Integer.BYTES;
            default -> throw new IOException("field " + tag + " is of no kind that an ONNX file has");
        };
    }

    /** A number of seven bits a byte, the lowest first; -1 at the end. */
    private static long varint(DataInputStream data) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = data.read();
            if (next < 0) {
                return -1;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number is longer than 64 bits");
    }
}
