package dev.osprey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera that dies and comes back; a server that is asked to end. */
class LossIT {
    @Test
    void camera_killedAndRestarted_isNoticedNamedAndBackByItself(@TempDir Path folder) throws Exception {
        try (RunningServer running = new RunningServer(folder)) {
            running.api.awaitCamera("hall", LossIT::isLive, Duration.ofSeconds(30));

            running.camera.kill();
            JsonNode lost = running.api.awaitCamera("hall", camera -> !isLive(camera), Duration.ofSeconds(12));
            assertThat(lost.path("state").asText()).isIn("lost", "stalled", "connecting");
            running.api.awaitCamera(
                    "hall",
                    camera -> camera.path("lastError").asText().toLowerCase().contains("refused"),
                    Duration.ofSeconds(20));

            try (Launched again = RunningServer.camera(running.cameraPort)) {
                again.awaitLine("rtsp://", RunningServer.STARTED_WITHIN);
                JsonNode back = running.api.awaitCamera("hall", LossIT::isLive, Duration.ofSeconds(45));
                assertThat(back.path("reconnects").asInt()).isPositive();
            }
        }
    }

    @Test
    void server_askedToEnd_endsInGoodOrderAndLeavesNoChild(@TempDir Path folder) throws Exception {
        try (RunningServer running = new RunningServer(folder)) {
            running.api.awaitCamera("hall", LossIT::isLive, Duration.ofSeconds(30));
            var children = running.server.handle().descendants().toList();

            running.server.terminate();

            assertThat(running.server.awaitExit(Duration.ofSeconds(20))).isIn(0, 143);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    private static boolean isLive(JsonNode camera) {
        return camera.path("state").asText().equals("live");
    }
}
