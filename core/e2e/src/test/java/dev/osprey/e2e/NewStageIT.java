package dev.osprey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author's first hour: an empty folder, a stage of one's own, and what it finds in the feed. */
class NewStageIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration A_BUILD = Duration.ofSeconds(240);

    @TempDir
    Path folder;

    private OwnHome home;

    @BeforeEach
    void makeHome() throws IOException {
        home = OwnHome.in(folder.resolve("osprey"));
    }

    @AfterEach
    void removeHome() throws IOException {
        home.close();
    }

    @Test
    void newStage_builtAndDroppedIn_isInTheFeed() throws Exception {
        Path project = folder.resolve("red-light");
        try (Launched written = home.osprey(Map.of(), "new-stage", "red-light", "--out", project.toString())) {
            assertThat(written.awaitExit(SOON)).as(written.output()).isZero();
        }

        String build = verify(project);

        assertThat(build.lines().filter(NewStageIT::isNoise))
                .as("what a first build says")
                .isEmpty();
        home.addPlugin(project.resolve("target/plugins/red-light"));
        try (RunningServer running = new RunningServer(folder, home, "- red-light: {side: 16}\n");
                Api.Live live = running.api.live(
                        "{\"type\":\"subscribe\",\"cameras\":[\"hall\"],\"channels\":[\"analysis\"]}")) {
            JsonNode analysis =
                    live.await(m -> m.path("results").path("red-light").size() > 0, SOON);
            JsonNode value = analysis.path("results").path("red-light").get(0);
            assertThat(value.path("kind").asText()).isEqualTo("value");
            assertThat(value.path("name").asText()).isEqualTo("brightness");
            assertThat(value.path("number").asDouble()).isBetween(1.0, 99.0);
        }
    }

    @Test
    void newStage_aroundAModel_buildsAndLoads() throws Exception {
        Path project = folder.resolve("tiny");
        Path model = Launched.HOME.resolve("sdk/template-onnx/models/sample-model.onnx");
        try (Launched written =
                home.osprey(Map.of(), "new-stage", "tiny", "--onnx", model.toString(), "--out", project.toString())) {
            assertThat(written.awaitExit(SOON)).as(written.output()).isZero();
            assertThat(written.output()).contains("pixels float32[?,3,32,32]", "colours float32[?,3]");
        }

        String build = verify(
                project, "-Dgolden=update", "-Donnxruntime.artifact=" + System.getProperty("onnxruntime.artifact"));

        assertThat(build.lines().filter(NewStageIT::isNoise))
                .as("what a first build says")
                .isEmpty();
        assertThat(project.resolve("src/test/resources/golden/tiny.json")).isNotEmptyFile();
        home.addPlugin(project.resolve("target/plugins/tiny"));
        try (Launched stages = home.osprey(Map.of(), "stages")) {
            assertThat(stages.awaitExit(SOON)).as(stages.output()).isZero();
            assertThat(stages.output()).contains("tiny ").contains("(tiny 0.1.0)");
        }
    }

    /** Whatever is no line of Maven's own, and whatever warns, but that some rules are not for this stage. */
    private static boolean isNoise(String line) {
        if (line.startsWith("[WARNING] Tests run: ") && line.contains("Failures: 0, Errors: 0")) {
            return false;
        }
        return line.contains("WARN")
                || line.contains("ERROR")
                || line.contains("SLF4J")
                || line.contains("Exception")
                || line.startsWith("\tat ")
                || !line.isBlank() && !line.startsWith("[INFO]") && !line.startsWith("Download");
    }

    /**
     * Builds without a network, against the distribution's SDK: what else is needed, this build has fetched already.
     *
     * @return what Maven printed
     */
    private String verify(Path project, String... options) throws IOException, InterruptedException {
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                """
                <settings>
                  <profiles>
                    <profile>
                      <id>fetched</id>
                      <repositories>
                        <repository><id>fetched</id><url>%1$s</url>%2$s</repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository><id>fetched</id><url>%1$s</url>%2$s</pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>fetched</activeProfile></activeProfiles>
                </settings>
                """
                        .formatted(
                                Path.of(System.getProperty("fetched.repository"))
                                        .toUri(),
                                "<releases><checksumPolicy>ignore</checksumPolicy></releases>"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-o",
                "-Daether.offline.protocols=file",
                "-gs",
                settings.toString(),
                "-Dmaven.repo.local=" + System.getProperty("own.repository"),
                "-f",
                project.resolve("pom.xml").toString(),
                "verify"));
        command.addAll(List.of(options));
        try (Launched maven = Launched.process(Map.of(), command)) {
            int code = maven.awaitExit(A_BUILD);
            assertThat(code).as(maven.output()).isZero();
            return maven.output().replaceAll("\u001b\\[[0-9;]*m", "");
        }
    }
}
