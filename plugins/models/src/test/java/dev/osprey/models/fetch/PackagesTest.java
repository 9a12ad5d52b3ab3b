package dev.osprey.models.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final List<String> log = new ArrayList<>();

    @TempDir
    Path temporary;

    private Path kept;
    private Path jars;
    private Packages packages;

    @BeforeEach
    void makeFolders() throws IOException {
        kept = temporary.resolve("kept");
        jars = Files.createDirectory(temporary.resolve("jars"));
        packages = new Packages(kept, jars, List.of("/nowhere/npm"), log::add);
    }

    @Test
    void require_jar_keepsTheWantedFileByItsHash() throws Exception {
        Source source = jar("a.jar", "models/a.onnx");
        packages.require(source, Map.of("models/a.onnx", Hash.of(CONTENT)));
        assertThat(packages.read(Hash.of(CONTENT))).isEqualTo(CONTENT);
        assertThat(log).containsExactly("reading a.jar (1 MB)");
        assertThat(names()).containsExactly(Hash.of(CONTENT));
    }

    @Test
    void require_secondTime_readsNothing() throws Exception {
        Source source = jar("a.jar", "models/a.onnx");
        packages.require(source, Map.of("models/a.onnx", Hash.of(CONTENT)));
        Files.delete(jars.resolve("a.jar"));
        packages.require(source, Map.of("models/a.onnx", Hash.of(CONTENT)));
        assertThat(log).hasSize(1);
    }

    @Test
    void require_otherJarThanExpected_refusedWithBothHashes() throws Exception {
        Source real = jar("a.jar", "models/a.onnx");
        Source wrong = new Source(Source.Kind.JAR, "a.jar", 1, "0".repeat(64));
        assertThatThrownBy(() -> packages.require(wrong, Map.of("models/a.onnx", Hash.of(CONTENT))))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("SHA-256 expected " + "0".repeat(64) + ", got " + real.sha256());
        assertThat(names()).isEmpty();
    }

    @Test
    void require_otherFileThanExpected_refusedWithBothHashes() throws Exception {
        Source source = jar("a.jar", "models/a.onnx");
        assertThatThrownBy(() -> packages.require(source, Map.of("models/a.onnx", "1".repeat(64))))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("models/a.onnx of a.jar")
                .hasMessageContaining("expected " + "1".repeat(64) + ", got " + Hash.of(CONTENT));
        assertThat(names()).isEmpty();
    }

    @Test
    void require_missingJar_namesThePlace() {
        Source source = new Source(Source.Kind.JAR, "b.jar", 1, "");
        assertThatThrownBy(() -> packages.require(source, Map.of("x", "y")))
                .hasMessageContaining(jars.resolve("b.jar") + " is missing");
    }

    @Test
    void require_npmPackage_isFetchedAndChecked() throws Exception {
        Path archive = temporary.resolve("source.tgz");
        Files.write(archive, Tars.gzipped(Map.of("package/m.bin", "content")));
        packages = new Packages(kept, jars, List.of("sh", "-c", "cp " + archive + " .", "npm"), log::add);
        Source source = new Source(Source.Kind.NPM, "m@1.0.0", 2_400_000, Hash.of(archive));
        packages.require(source, Map.of("package/m.bin", Hash.of(CONTENT)));
        assertThat(packages.read(Hash.of(CONTENT))).isEqualTo(CONTENT);
        assertThat(log).containsExactly("fetching m@1.0.0 (2 MB)");
    }

    @Test
    void read_fileThatHasChanged_refused() throws Exception {
        packages.require(jar("a.jar", "models/a.onnx"), Map.of("models/a.onnx", Hash.of(CONTENT)));
        Files.writeString(kept.resolve(Hash.of(CONTENT)), "other");
        assertThatThrownBy(() -> packages.read(Hash.of(CONTENT))).isInstanceOf(FetchException.class);
    }

    @Test
    void deleteLeftovers_ofAKilledBuild_goAndFilesStay() throws Exception {
        packages.require(jar("a.jar", "models/a.onnx"), Map.of("models/a.onnx", Hash.of(CONTENT)));
        Files.writeString(Files.createDirectory(kept.resolve("fetching-1")).resolve("half"), "x");
        packages.deleteLeftovers();
        assertThat(names()).containsExactly(Hash.of(CONTENT));
    }

    private Source jar(String name, String entry) throws IOException {
        Path jar = jars.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(CONTENT);
        }
        return new Source(Source.Kind.JAR, name, Files.size(jar), Hash.of(jar));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
