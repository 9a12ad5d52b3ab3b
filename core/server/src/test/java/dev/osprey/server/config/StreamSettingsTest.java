package dev.osprey.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code every} and {@code max-pixels}: a camera's, and its streams' own. */
class StreamSettingsTest {
    @TempDir
    private Path folder;

    private ConfigFolder camera(String settings) {
        return new ConfigFolder(folder, "cameras: {gate: {" + settings + "}}\n");
    }

    private List<StreamConfig> streams(String settings) throws Exception {
        return camera(settings).load().current().cameras().get("gate").streams();
    }

    @Test
    void every_ofASnapshot_isTakenAndShown() throws Exception {
        String settings = "source: \"http://192.0.2.1/snap.jpg\", every: 500ms";
        assertThat(streams(settings)).singleElement().satisfies(stream -> assertThat(stream.every())
                .isEqualTo(Duration.ofMillis(500)));
        assertThat(camera(settings)
                        .load()
                        .current()
                        .cameras()
                        .get("gate")
                        .shown()
                        .path("every")
                        .asText())
                .isEqualTo("500ms");
    }

    @Test
    void every_leftOut_isAStream() throws Exception {
        assertThat(streams("source: \"http://192.0.2.1/live.mjpg\"").get(0).every())
                .isZero();
    }

    @Test
    void every_ofTheCamera_holdsForStreamsWithoutTheirOwn() throws Exception {
        assertThat(streams("every: 2s, max-pixels: 1000000, streams: ["
                        + "{source: \"http://192.0.2.1/small.jpg\", roles: [detect, grid], every: 1s},"
                        + "{source: \"http://192.0.2.1/large.jpg\", roles: [full], max-pixels: 50000000}]"))
                .satisfiesExactly(
                        small -> {
                            assertThat(small.every()).isEqualTo(Duration.ofSeconds(1));
                            assertThat(small.maxPixels()).isEqualTo(1_000_000);
                        },
                        large -> {
                            assertThat(large.every()).isEqualTo(Duration.ofSeconds(2));
                            assertThat(large.maxPixels()).isEqualTo(50_000_000);
                        });
    }

    @Test
    void every_ofAnotherSchemeOrOutOfRange_isRefusedInWords() {
        assertThat(camera("source: \"rtsp://192.0.2.1/a\", every: 1s").problems())
                .singleElement()
                .asString()
                .contains("cameras.gate.every")
                .contains("for a source of http or https that is one JPEG, got rtsp");
        for (String value : List.of("99ms", "61m")) {
            assertThat(camera("source: \"http://192.0.2.1/a.jpg\", every: " + value)
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("cameras.gate.every")
                    .contains("100ms")
                    .contains("1h")
                    .contains(value);
        }
    }

    @Test
    void maxPixels_leftOut_isTheUsual() throws Exception {
        assertThat(streams("source: \"rtsp://192.0.2.1/a\"").get(0).maxPixels()).isEqualTo(40_000_000);
    }

    @Test
    void maxPixels_outOfRange_isRefusedWithTheLimit() {
        for (String value : List.of("0", "-1", "100000001")) {
            assertThat(camera("source: \"rtsp://192.0.2.1/a\", max-pixels: " + value)
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("cameras.gate.max-pixels")
                    .contains("1 to 100000000")
                    .contains("got " + value);
        }
    }
}
