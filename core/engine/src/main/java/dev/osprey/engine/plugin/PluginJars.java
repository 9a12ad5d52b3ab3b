package dev.osprey.engine.plugin;

import dev.osprey.spi.Spi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * The jars of one plugin, copied to a place of their own and named by their hash, so that overwriting the originals
 * breaks nothing that runs. A copy that is there already is used only if it holds the same bytes.
 *
 * @param version what the manifest of the jar that offers stages or sinks says, or {@code unknown}
 */
record PluginJars(String plugin, List<URL> copies, String version) {
    private static final System.Logger LOG = System.getLogger(PluginJars.class.getName());
    private static final String SERVICE = "META-INF/services/dev.osprey.spi.StageFactory";
    private static final String SINKS = "META-INF/services/dev.osprey.spi.SinkFactory";

    static PluginJars copy(Path folder, Path privateCopies) throws IOException {
        List<Path> jars = jarsIn(folder);
        if (jars.isEmpty()) {
            throw new IOException("holds no jar");
        }
        List<URL> copies = new ArrayList<>();
        String version = "unknown";
        boolean offersAny = false;
        for (Path jar : jars) {
            Path copy = copyByHash(jar, privateCopies);
            copies.add(url(copy));
            try (JarFile opened = open(copy, jar)) {
                if (opened.getEntry(SERVICE) != null || opened.getEntry(SINKS) != null) {
                    offersAny = true;
                    checkSpi(jar, opened.getManifest());
                    version = version(opened.getManifest());
                }
            }
        }
        if (!offersAny) {
            throw new IOException(
                    "offers no stage: none of its jars has a file " + SERVICE + ", and no sink: none has " + SINKS);
        }
        return new PluginJars(folder.getFileName().toString(), copies, version);
    }

    private static JarFile open(Path copy, Path jar) throws IOException {
        try {
            return new JarFile(copy.toFile());
        } catch (ZipException e) {
            throw new IOException(
                    jar.getFileName() + " is no jar, or only a part of one (" + e.getMessage() + "; it has "
                            + Files.size(copy) + " bytes): copy it here again",
                    e);
        }
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Path copyByHash(Path jar, Path privateCopies) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        String hash = HexFormat.of().formatHex(sha256().digest(bytes)).substring(0, 32);
        Path target = privateCopies.resolve(hash + "-" + jar.getFileName());
        if (!Files.exists(target)) {
            write(bytes, target);
        } else if (Files.size(target) != bytes.length || !Arrays.equals(Files.readAllBytes(target), bytes)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the private copy {0} of {1} was altered or cut short; it is made anew",
                    target,
                    jar);
            write(bytes, target);
        }
        return target;
    }

    private static void write(byte[] bytes, Path target) throws IOException {
        Path folder = target.resolveSibling(".");
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "copy", ".part");
        Files.write(part, bytes);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void checkSpi(Path jar, Manifest manifest) throws IOException {
        String builtFor = attribute(manifest, Spi.MANIFEST_ATTRIBUTE);
        if (builtFor.isEmpty()) {
            throw new IOException(jar.getFileName() + " does not say which version of the SPI it was built for: add "
                    + Spi.MANIFEST_ATTRIBUTE + ": " + Spi.VERSION + " to its manifest");
        }
        Optional<String> refusal = Spi.refusal(builtFor);
        if (refusal.isPresent()) {
            throw new IOException(jar.getFileName() + " " + refusal.get());
        }
    }

    private static String version(Manifest manifest) {
        String version = attribute(manifest, Attributes.Name.IMPLEMENTATION_VERSION.toString());
        return version.isEmpty() ? "unknown" : version;
    }

    private static String attribute(@org.jspecify.annotations.Nullable Manifest manifest, String name) {
        String value = manifest == null ? null : manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value.strip();
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
