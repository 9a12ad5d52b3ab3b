package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        System.setProperty("osprey.home", home.toString());
        LookPlugin.install(home);
    }

    @AfterEach
    void restore() {
        System.clearProperty("osprey.home");
    }

    @Test
    void check_badConfigurationModelAndPlugin_areAllToldAtOnce() throws IOException {
        Files.write(
                Files.createDirectories(home.resolve("plugins").resolve("cut")).resolve("cut.jar"), new byte[9]);
        Path file = home.resolve("osprey.yaml");
        Files.writeString(
                file,
                """
                cameras:
                  hall: {source: "rtsp://192.0.2.1/hall", pipelin: people}
                pipelines:
                  people:
                    stages: [{look: {broken: true}}]
                """);
        StringWriter said = new StringWriter();
        CommandLine commands = Main.commandLine().setErr(new PrintWriter(said, true));

        int status = commands.execute("check", "--config", file.toString());

        assertThat(status).isEqualTo(2);
        assertThat(said.toString())
                .contains("3 problems")
                .contains("pipelin")
                .contains("plugins.cut: cut.jar is no jar")
                .contains("pipelines.people.stages[0].look: broken on purpose");
    }
}
