package dev.osprey.models.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** npm is played by a line of shell. */
@Timeout(60)
class NpmTest {
    private final List<String> log = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void pack_success_givesTheTarball() throws Exception {
        Path archive = npm("echo \"$@\" > called; echo content > some.tgz", Duration.ofSeconds(30))
                .pack("a@1", folder);
        assertThat(archive.getFileName()).hasToString("some.tgz");
        assertThat(Files.readString(folder.resolve("called"))).startsWith("pack a@1 ");
    }

    @Test
    void pack_failure_showsWhatNpmSaid() {
        assertThatThrownBy(() -> npm("echo no such package >&2; exit 7", Duration.ofSeconds(30))
                        .pack("a@1", folder))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("npm pack a@1 failed with exit code 7: no such package");
    }

    @Test
    void pack_noTarball_saysSo() {
        assertThatThrownBy(() -> npm("true", Duration.ofSeconds(30)).pack("a@1", folder))
                .hasMessageContaining("npm pack a@1 left no .tgz");
    }

    @Test
    void pack_noSuchCommand_saysWhatToInstall() {
        Npm npm = new Npm(List.of("/nowhere/npm"), Duration.ofSeconds(30), Duration.ofSeconds(10), log::add);
        assertThatThrownBy(() -> npm.pack("a@1", folder))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("npm could not be started")
                .hasMessageContaining("install Node.js");
    }

    @Test
    void pack_pastTheDeadline_isStopped() {
        assertThatThrownBy(() -> npm("exec sleep 300", Duration.ofMillis(150)).pack("a@1", folder))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("npm pack a@1 took longer than");
        assertThat(log).isNotEmpty().first().asString().startsWith("still fetching a@1");
    }

    private Npm npm(String script, Duration deadline) {
        return new Npm(List.of("sh", "-c", script, "npm"), deadline, Duration.ofMillis(50), log::add);
    }
}
