package dev.osprey.models.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {
    @TempDir
    Path folder;

    @Test
    void read_wantedFiles_areFoundAmongOthers() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("package/first", "x".repeat(1_000));
        files.put("package/empty", "");
        files.put("package/block", "y".repeat(512));
        files.put("package/last", "z");
        Path archive = Files.write(folder.resolve("a.tgz"), Tars.gzipped(files));
        Map<String, byte[]> read = TarGz.read(archive, Set.of("package/last", "package/block", "package/empty"));
        assertThat(read).hasSize(3);
        assertThat(text(read.get("package/last"))).isEqualTo("z");
        assertThat(text(read.get("package/block"))).isEqualTo("y".repeat(512));
        assertThat(read.get("package/empty")).isEmpty();
    }

    @Test
    void read_longName_isTakenFromTheEntryBefore() throws Exception {
        String name = "package/" + "deep/".repeat(30) + "file";
        Path archive = Files.write(folder.resolve("a.tgz"), Tars.gzipped(Map.of(name, "content")));
        assertThat(text(TarGz.read(archive, Set.of(name)).get(name))).isEqualTo("content");
    }

    @Test
    void read_missingFile_isNamed() throws Exception {
        Path archive = Files.write(folder.resolve("a.tgz"), Tars.gzipped(Map.of("package/a", "1")));
        assertThatThrownBy(() -> TarGz.read(archive, Set.of("package/b")))
                .isInstanceOf(FetchException.class)
                .hasMessage("a.tgz has no file package/b");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
