package dev.osprey.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.Engine;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.Problem;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.FakeStages;
import dev.osprey.server.config.ConfigStore;
import dev.osprey.server.config.OspreyConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneChecksTest {
    @TempDir
    private Path folder;

    private List<String> problems(String stages) throws Exception {
        String yaml =
                """
                cameras:
                  hall:
                    source: "rtsp://192.0.2.1/hall"
                    pipeline: people
                    zones:
                      door: {polygon: [[0, 0], [1, 0], [1, 1]], labels: [person, prson]}
                      all: {polygon: [[0, 0], [1, 0], [1, 1]]}
                    lines: {kerb: {from: [0, 0.5], to: [1, 0.5], labels: [car]}}
                pipelines:
                  people: {stages: [%s]}
                """
                        .formatted(stages);
        Path file = Files.writeString(folder.resolve("osprey.yaml"), yaml);
        OspreyConfig config = ConfigStore.load(
                        file, folder.resolve("data"), Map.of(), Plugins.of(new FakeStages.Look()))
                .current();
        try (Engine engine =
                        new Engine(EngineOptions.defaults().withLanes(1), ModelCatalog.read(folder.resolve("models")));
                PreparedPipeline prepared =
                        engine.prepare(config.pipelines().get("people").pipeline())) {
            return SceneChecks.labels(config.cameras().get("hall"), prepared).stream()
                    .map(Problem::toString)
                    .toList();
        }
    }

    @Test
    void labels_neverGiven_areNamedWithTheNearest() throws Exception {
        assertThat(problems("{look: {labels: [person, dog]}}"))
                .containsExactly(
                        "cameras.hall.zones.door.labels: unknown label 'prson'; did you mean 'person'? Known: person, dog",
                        "cameras.hall.lines.kerb.labels: unknown label 'car'; known: dog, person");
    }

    @Test
    void labels_stageDoesNotSayItsLabels_nothingIsSaid() throws Exception {
        assertThat(problems("{look: {}}")).isEmpty();
    }
}
