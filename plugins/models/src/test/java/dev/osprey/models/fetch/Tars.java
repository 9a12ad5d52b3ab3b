package dev.osprey.models.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes small archives as npm's packages are. */
public final class Tars {
    private static final int BLOCK_BYTES = 512;

    private Tars() {}

    public static byte[] gzipped(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.ISO_8859_1);
                if (file.getKey().length() > 100) {
                    entry(out, "././@LongLink", 'L', (file.getKey() + "\0").getBytes(StandardCharsets.UTF_8));
                    entry(out, file.getKey().substring(0, 100), '0', content);
                } else {
                    entry(out, file.getKey(), '0', content);
                }
            }
            out.write(new byte[2 * BLOCK_BYTES]);
        }
        return bytes.toByteArray();
    }

    private static void entry(OutputStream out, String name, char type, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK_BYTES];
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(nameBytes, 0, header, 0, nameBytes.length);
        byte[] size = "%011o".formatted(content.length).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK_BYTES - content.length % BLOCK_BYTES) % BLOCK_BYTES]);
    }
}
