package dev.osprey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's commands, as somebody at a terminal sees them. */
class CommandLineIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void schema_ofTheWholeFile_isPrintedAndShipped(@TempDir Path folder) throws Exception {
        try (Launched schema = Launched.osprey(environment(folder), "schema")) {
            assertThat(schema.awaitExit(SOON)).isZero();
            assertThat(schema.output()).contains("\"nanodet\"", "\"allowed-hosts\"", "\"max-crops\"");
        }
        assertThat(Launched.HOME.resolve("config/osprey.schema.json")).content().contains("\"nanodet\"");
    }

    @Test
    void check_configurationWithThreeMistakes_namesAllThree(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(
                folder.resolve("osprey.yaml"),
                """
                cameras:
                  hall: {source: "exec:ffmpeg", pipeline: people}
                  gate: {source: "rtsp://127.0.0.1/gate", pipeline: peple}
                pipelines:
                  people:
                    stages:
                      - detect: {model: nanodet, labls: [person]}
                """);

        try (Launched check = Launched.osprey(environment(folder), "check", "--config", config.toString())) {
            assertThat(check.awaitExit(SOON)).isEqualTo(2);
            assertThat(check.output())
                    .contains("3 problems")
                    .contains("cameras.hall")
                    .contains("people")
                    .contains("labls");
        }
    }

    @Test
    void run_portInUse_saysWhichAndWhatToDo(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = Files.writeString(
                    folder.resolve("osprey.yaml"),
                    "server: {listen: \"127.0.0.1:%d\"}\n".formatted(taken.getLocalPort()));

            try (Launched run = Launched.osprey(environment(folder), "run", "--config", config.toString())) {
                assertThat(run.awaitExit(SOON)).isEqualTo(1);
                assertThat(run.output())
                        .contains(Integer.toString(taken.getLocalPort()))
                        .contains("in use");
            }
        }
    }

    @Test
    void analyze_clip_writesALineAFrameWithThePeopleInIt(@TempDir Path folder) throws Exception {
        Path lines = folder.resolve("out.jsonl");
        Path config = Files.writeString(
                folder.resolve("osprey.yaml"),
                """
                pipelines:
                  people:
                    stages:
                      - detect: {model: nanodet, labels: [person], score: 0.4}
                        every: 500ms
                """);

        try (Launched analyze = analyze(folder, "hall.mp4", "people", config, lines)) {
            assertThat(analyze.awaitExit(Duration.ofSeconds(180)))
                    .as(analyze.output())
                    .isZero();
        }

        List<String> written = Files.readAllLines(lines);
        assertThat(written).hasSize(600);
        JsonNode first = Api.JSON.readTree(written.get(0));
        assertThat(first.path("source").asText()).isEqualTo("hall.mp4");
        long withPeople = written.stream()
                .filter(line -> line.contains("\"label\":\"person\""))
                .count();
        assertThat(withPeople).isBetween(40L, 85L);
        Set<Integer> tracks = new TreeSet<>();
        for (String line : written) {
            Api.JSON
                    .readTree(line)
                    .at("/results/detect")
                    .forEach(person -> tracks.add(person.path("track").asInt()));
        }
        tracks.remove(0);
        assertThat(tracks).as("four people come, pass each other and go").hasSizeBetween(4, 5);
    }

    @Test
    void analyze_engineSectionWithATinyDeadline_keepsToIt(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(
                folder.resolve("osprey.yaml"),
                """
                engine: {deadline: 10ms}
                pipelines:
                  signs:
                    stages:
                      - text: {}
                """);

        try (Launched analyze = analyze(folder, "signs.mp4", "signs", config, folder.resolve("out.jsonl"))) {
            assertThat(analyze.awaitExit(Duration.ofSeconds(120)))
                    .as(analyze.output())
                    .isEqualTo(1);
            assertThat(analyze.output()).contains("stage text").contains("timeouts");
        }
    }

    @Test
    void bench_pipelineOfTheConfiguration_measuresItsAnalyses(@TempDir Path folder) throws Exception {
        Path figures = folder.resolve("out.json");

        try (Launched bench = Launched.osprey(
                environment(folder),
                "bench",
                "--pipeline",
                "silhouettes",
                "--cameras",
                "1,2",
                "--seconds",
                "1",
                "--json",
                figures.toString())) {
            assertThat(bench.awaitExit(Duration.ofSeconds(120)))
                    .as(bench.output())
                    .isZero();
            assertThat(bench.output()).contains("pipeline silhouettes");
        }

        JsonNode rows = Api.JSON.readTree(figures.toFile());
        assertThat(rows).hasSize(2);
        for (JsonNode row : rows) {
            assertThat(row.path("analysesPerSecond").asDouble())
                    .as(row.toString())
                    .isPositive();
            assertThat(row.path("boundPerSecond").asDouble())
                    .as("at most the frames offered, with what was under way before: %s", row)
                    .isBetween(1.0, 40.0 * row.path("cameras").asInt());
            assertThat(row.path("latencyMillis").path("p50").asDouble()).isPositive();
        }
        assertThat(rows.get(1).path("cameras").asInt()).isEqualTo(2);
    }

    @Test
    void bench_unknownPipeline_saysWhichThereAre(@TempDir Path folder) throws Exception {
        try (Launched bench = Launched.osprey(environment(folder), "bench", "--pipeline", "nonsense")) {
            assertThat(bench.awaitExit(SOON)).isEqualTo(2);
            assertThat(bench.output()).contains("nonsense").contains("silhouettes");
        }
    }

    @Test
    void help_ofEveryCommand_saysWhatItDoes() throws Exception {
        try (Launched help = Launched.osprey(Map.of(), "--help")) {
            assertThat(help.awaitExit(SOON)).isZero();
            assertThat(help.output())
                    .contains(
                            "run",
                            "check",
                            "analyze",
                            "camera",
                            "bench",
                            "stages",
                            "models",
                            "new-stage",
                            "login",
                            "track",
                            "events");
        }
    }

    private static Launched analyze(Path folder, String clip, String pipeline, Path config, Path lines)
            throws Exception {
        return Launched.osprey(
                environment(folder),
                "analyze",
                Launched.HOME.resolve("config/media").resolve(clip).toString(),
                "--pipeline",
                pipeline,
                "--config",
                config.toString(),
                "--json",
                lines.toString());
    }

    private static Map<String, String> environment(Path folder) {
        return Map.of("OSPREY_DATA", folder.resolve("data").toString());
    }
}
