package dev.osprey.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.server.FakeStages;
import dev.osprey.spi.Spi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    private static final String SERVICE = "META-INF/services/dev.osprey.spi.StageFactory";

    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        System.setProperty("osprey.home", home.toString());
        Path good = Files.createDirectories(home.resolve("plugins").resolve("good"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Spi.MANIFEST_ATTRIBUTE, String.valueOf(Spi.VERSION));
        try (OutputStream out = Files.newOutputStream(good.resolve("good.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String suffix : List.of("", "$Settings", "$Look", "$Look$1")) {
                String name = FakeStages.class.getName().replace('.', '/') + suffix + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream in = FakeStages.class.getResourceAsStream("/" + name)) {
                    in.transferTo(jar);
                }
            }
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write(FakeStages.Look.class.getName().getBytes(StandardCharsets.UTF_8));
        }
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
