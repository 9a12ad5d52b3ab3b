package dev.osprey.models.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Files out of published packages, kept by their SHA-256, so that a package is fetched once. A file is written under a
 * temporary name and then moved: it is there whole or not at all. The caller holds the cache's lock.
 */
public final class Packages {
    private static final Duration NPM_DEADLINE = Duration.ofMinutes(20);
    private static final Duration NPM_REPORT = Duration.ofSeconds(10);

    private static final String TEMPORARY = "fetching-";

    private final Path folder;
    private final Path jars;
    private final Npm npm;
    private final Consumer<String> log;

    /**
     * @param folder where files are kept
     * @param jars where the build has put the jars that it fetched
     * @param npm how npm is started, such as {@code npm}
     */
    public Packages(Path folder, Path jars, List<String> npm, Consumer<String> log) {
        this.folder = folder;
        this.jars = jars;
        this.npm = new Npm(npm, NPM_DEADLINE, NPM_REPORT, log);
        this.log = log;
    }

    /**
     * Makes sure that files are kept here, and fetches their package where one is missing.
     *
     * @param files by their path in the package, each with its SHA-256
     */
    public void require(Source source, Map<String, String> files) throws IOException, InterruptedException {
        Map<String, String> missing = new TreeMap<>(files);
        missing.values().removeIf(sha256 -> Files.exists(folder.resolve(sha256)));
        if (missing.isEmpty()) {
            return;
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempDirectory(folder, TEMPORARY);
        try {
            Map<String, byte[]> contents = source.kind() == Source.Kind.NPM
                    ? fromNpm(source, missing.keySet(), temporary)
                    : fromJar(source, missing.keySet());
            for (Map.Entry<String, String> file : missing.entrySet()) {
                byte[] content = Objects.requireNonNull(contents.get(file.getKey()));
                Hash.require(file.getKey() + " of " + source.name(), file.getValue(), Hash.of(content));
                Path written = Files.write(temporary.resolve(file.getValue()), content);
                Files.move(
                        written,
                        folder.resolve(file.getValue()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Folders.delete(temporary);
        }
    }

    /** Deletes what builds that were killed have left. */
    public void deleteLeftovers() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                if (path.getFileName().toString().startsWith(TEMPORARY)) {
                    Folders.delete(path);
                }
            }
        }
    }

    /** A file that {@link #require} has made sure of; its content is checked again. */
    public byte[] read(String sha256) throws IOException {
        Path file = folder.resolve(sha256);
        byte[] content = Files.readAllBytes(file);
        Hash.require(file.toString(), sha256, Hash.of(content));
        return content;
    }

    private Map<String, byte[]> fromNpm(Source source, Set<String> wanted, Path temporary)
            throws IOException, InterruptedException {
        log.accept("fetching " + source.name() + " (" + megabytes(source.bytes()) + " MB)");
        Path archive = npm.pack(source.name(), Files.createDirectory(temporary.resolve("npm")));
        Hash.require(source.name(), source.sha256(), Hash.of(archive));
        return TarGz.read(archive, wanted);
    }

    private Map<String, byte[]> fromJar(Source source, Set<String> wanted) throws IOException {
        Path jar = jars.resolve(source.name());
        if (!Files.exists(jar)) {
            throw new FetchException(
                    jar + " is missing; Maven copies it there before this step (or --jars names another" + " folder)");
        }
        log.accept("reading " + source.name() + " (" + megabytes(source.bytes()) + " MB)");
        Hash.require(jar.toString(), source.sha256(), Hash.of(jar));
        Map<String, byte[]> contents = new HashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (String name : wanted) {
                ZipEntry entry = zip.getEntry(name);
                if (entry == null) {
                    throw new FetchException(jar.getFileName() + " has no file " + name);
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    contents.put(name, in.readAllBytes());
                }
            }
        }
        return contents;
    }

    private static long megabytes(long bytes) {
        return Math.max(1, Math.round(bytes / 1e6));
    }
}
