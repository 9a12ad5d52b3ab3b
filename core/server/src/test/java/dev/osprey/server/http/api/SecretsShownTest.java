package dev.osprey.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.FakeStages;
import dev.osprey.server.Osprey;
import dev.osprey.server.StartOptions;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.camera.CameraView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running server tells of a configuration that is full of secrets. */
class SecretsShownTest {
    private static final String SECRET = "pa/ss-w%rd";
    private static final String YAML =
            """
            cameras:
              hall: {source: "rtsp://joe:${env:SECRET}@127.0.0.1:1/x/${env:SECRET}?key=${env:SECRET}", pipeline: people}
              gate: {source: "rtsp://127.0.0.1:1/user=joe_password=literal7_channel=1.sdp?token=literal7"}
            pipelines:
              people:
                stages: [{look: {find: "${env:SECRET}"}}]
            """;

    @TempDir
    private Path folder;

    @Test
    void views_secretsOfEachKind_areNamedOrMasked() throws Exception {
        Path file = folder.resolve("osprey.yaml");
        Files.writeString(file, YAML);
        CountDownLatch lost = new CountDownLatch(2);
        StartOptions options = StartOptions.of(folder, file)
                .withEnvironment(Map.of("SECRET", SECRET))
                .withPlugins(Plugins.of(new FakeStages.Look()))
                .withFrontEnds(started -> {
                    for (String camera : List.of("hall", "gate")) {
                        started.vertx()
                                .eventBus()
                                .<Encoded<CameraView>>consumer(CameraBus.statusAddress(camera), message -> {
                                    if (!message.body()
                                            .value()
                                            .orElseThrow()
                                            .lastError()
                                            .isEmpty()) {
                                        lost.countDown();
                                    }
                                });
                    }
                    return () -> {};
                });
        try (Osprey osprey = Osprey.start(options)) {
            assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
            OspreyBackend backend = new OspreyBackend(osprey);
            String all = new ObjectMapper().writeValueAsString(backend.cameras())
                    + backend.pipelines()
                    + backend.stages()
                    + backend.health();

            assertThat(all).doesNotContain("pa/ss", "w%rd", "pa%2F", "literal7", "joe");
            assertThat(all)
                    .contains("\"source\":\"rtsp://***@127.0.0.1:1/x/${env:SECRET}?key=***\"")
                    .contains("\"settings\":{\"find\":\"${env:SECRET}\",\"broken\":false}");
        }
    }
}
