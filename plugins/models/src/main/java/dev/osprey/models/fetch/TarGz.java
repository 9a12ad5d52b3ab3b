package dev.osprey.models.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Reads chosen files out of a gzipped tar archive, the form of npm's packages. */
final class TarGz {
    private static final int BLOCK_BYTES = 512;
    private static final int MAX_FILE_BYTES = 256 << 20;

    private TarGz() {}

    /** The wanted files by name; a name that the archive lacks is refused. */
    static Map<String, byte[]> read(Path archive, Set<String> wanted) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
            String longName = "";
            while (found.size() < wanted.size()) {
                byte[] header = in.readNBytes(BLOCK_BYTES);
                if (header.length < BLOCK_BYTES || header[0] == 0) {
                    break;
                }
                long sizeBytes = octal(header, 124, 12);
                char type = (char) header[156];
                String prefix = text(header, 345, 155);
                String name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
                if (!longName.isEmpty()) {
                    name = longName;
                    longName = "";
                }
                if (type == 'L') {
                    longName = text(content(in, sizeBytes, name), 0, (int) sizeBytes);
                } else if (wanted.contains(name)) {
                    found.put(name, content(in, sizeBytes, name));
                } else {
                    in.skipNBytes(sizeBytes);
                }
                in.skipNBytes((BLOCK_BYTES - sizeBytes % BLOCK_BYTES) % BLOCK_BYTES);
            }
        }
        for (String name : wanted) {
            if (!found.containsKey(name)) {
                throw new FetchException(archive.getFileName() + " has no file " + name);
            }
        }
        return found;
    }

    private static byte[] content(InputStream in, long sizeBytes, String name) throws IOException {
        if (sizeBytes > MAX_FILE_BYTES) {
            throw new FetchException(
                    name + " in the archive has " + sizeBytes + " bytes, the limit is " + MAX_FILE_BYTES);
        }
        byte[] content = in.readNBytes((int) sizeBytes);
        if (content.length < sizeBytes) {
            throw new EOFException("the archive ends within " + name);
        }
        return content;
    }

    private static long octal(byte[] header, int from, int length) {
        String digits = text(header, from, length).trim();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
