package dev.osprey.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** SHA-256 of files, computed again when size, time of change or the file behind the path is another. Thread-safe. */
final class FileHashes {
    private record Seen(Instant changed, long bytes, @Nullable Object key, String hash) {
        boolean isOf(BasicFileAttributes file) {
            return changed.equals(file.lastModifiedTime().toInstant())
                    && bytes == file.size()
                    && (key == null || key.equals(file.fileKey()));
        }
    }

    // As many as there are models in use.
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    String of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        Seen before = seen.get(file);
        if (before != null && before.isOf(now)) {
            return before.hash();
        }
        String hash = hash(file);
        seen.put(file, new Seen(now.lastModifiedTime().toInstant(), now.size(), now.fileKey(), hash));
        return hash;
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
