package dev.osprey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    @TempDir
    private Path folder;

    @Test
    void choose_named_isTakenAsSaid() {
        assertThat(Devices.choose("cpu")).isEqualTo(Device.CPU);
        assertThat(Devices.choose("cuda")).isEqualTo(new Device(Device.Kind.CUDA, 0));
        assertThat(Devices.choose("cuda:3")).isEqualTo(new Device(Device.Kind.CUDA, 3));
    }

    @Test
    void searched_libraryPath_comesBeforeTheUsualFolders() {
        assertThat(Devices.searched("/a::/b"))
                .startsWith(Path.of("/a"), Path.of("/b"), Path.of("/usr/lib/x86_64-linux-gnu"));
    }

    @Test
    void hasLibrary_fileThereOrNot_isSeen() throws IOException {
        assertThat(Devices.hasLibrary(List.of(folder))).isFalse();
        Files.createFile(folder.resolve("libcublasLt.so.12"));
        assertThat(Devices.hasLibrary(List.of(folder))).isTrue();
    }
}
