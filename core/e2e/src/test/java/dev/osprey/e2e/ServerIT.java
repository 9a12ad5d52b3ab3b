package dev.osprey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server on a real RTSP camera with real weights, seen from outside. */
class ServerIT {
    /** The hall clip loops after 40 s; people are in it from the fourth second on. */
    private static final Duration A_LOOP = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static RunningServer running;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        running = new RunningServer(folder);
        api = running.api;
        api.awaitCamera("hall", camera -> camera.path("state").asText().equals("live"), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void health_withoutToken_isOpenAndUp() throws Exception {
        HttpResponse<String> response = api.send(api.request("/health"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Api.JSON.readTree(response.body()).path("status").asText()).isEqualTo("up");
    }

    @Test
    void cameras_withoutToken_areRefused() throws Exception {
        assertThat(api.send(api.request("/api/cameras")).statusCode()).isEqualTo(401);
    }

    @Test
    void cameras_withToken_sayWhatTheStreamIs() throws Exception {
        JsonNode hall = api.awaitCamera("hall", camera -> camera.path("width").asInt() > 0, Duration.ofSeconds(10));

        assertThat(hall.path("width").asInt()).isEqualTo(960);
        assertThat(hall.path("height").asInt()).isEqualTo(540);
        assertThat(hall.path("codec").asText()).startsWith("avc1.");
    }

    @Test
    void live_subscribedToAnalysis_findsPeopleInTheHall() throws Exception {
        try (Api.Live live = api.live("{\"type\":\"subscribe\",\"cameras\":[\"hall\"],\"channels\":[\"analysis\"]}")) {
            JsonNode hello = live.await(m -> m.path("type").asText().equals("hello"), Duration.ofSeconds(5));
            JsonNode analysis = live.await(
                    m -> m.path("type").asText().equals("analysis")
                            && m.path("results").path("detect").size() > 0,
                    A_LOOP);

            assertThat(hello.path("protocol").asInt()).isEqualTo(1);
            JsonNode person = analysis.path("results").path("detect").get(0);
            assertThat(person.path("kind").asText()).isEqualTo("detection");
            assertThat(person.path("label").asText()).isEqualTo("person");
            assertThat(person.path("score").asDouble()).isBetween(0.4, 1.0);
            assertThat(person.path("box").path("width").asDouble()).isBetween(20.0, 960.0);
            assertThat(analysis.path("width").asInt()).isEqualTo(960);
            assertThat(analysis.path("timings").path("detect").asDouble()).isPositive();
        }
    }

    @Test
    void live_subscribedToVideo_startsWithAKeyFrameInAnnexB() throws Exception {
        try (Api.Live live = api.live(
                "{\"type\":\"subscribe\",\"cameras\":[\"hall\"],\"channels\":[\"video\"],\"accept\":[\"avc1\"]}")) {
            JsonNode stream = live.await(m -> m.path("type").asText().equals("stream"), Duration.ofSeconds(10));
            ByteBuffer first = live.binaries.poll(10, TimeUnit.SECONDS);

            assertThat(first).isNotNull();
            assertThat(stream.path("codec").asText()).startsWith("avc1.");
            assertThat(first.getShort(0)).isEqualTo((short) ('O' << 8 | 'S'));
            assertThat(first.get(2)).isEqualTo((byte) 1);
            assertThat(first.get(3) & 1).as("key frame").isEqualTo(1);
            assertThat(first.getInt(4)).isEqualTo(stream.path("stream").asInt());
            assertThat(first.getInt(24)).as("start code").isEqualTo(1);
        }
    }

    @Test
    void snapshot_annotated_isAPictureOfTheCamerasSize() throws Exception {
        api.awaitCamera("hall", camera -> camera.path("analysesPerSecond").asDouble() > 0, Duration.ofSeconds(20));

        HttpResponse<byte[]> response = api.bytes("/api/cameras/hall/snapshot.jpg?annotated=true");

        assertThat(response.statusCode()).isEqualTo(200);
        Path evidence = Files.createDirectories(Path.of(System.getProperty("evidence.dir")));
        Files.write(evidence.resolve("snapshot.jpg"), response.body());
        var picture = ImageIO.read(new ByteArrayInputStream(response.body()));
        assertThat(picture.getWidth()).isEqualTo(960);
        assertThat(picture.getHeight()).isEqualTo(540);
    }

    @Test
    void cameras_sourceThatStartsAProcess_isRefusedInWords() throws Exception {
        HttpResponse<String> response =
                api.post("/api/cameras", "{\"id\":\"evil\",\"source\":\"exec:touch /tmp/x\",\"pipeline\":\"people\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(response.body()).contains("rtsp");
    }

    @Test
    void camera_addedAndDeletedThroughTheApi_comesAndGoesWhileTheOthersRun() throws Exception {
        HttpResponse<String> created = api.post(
                "/api/cameras",
                "{\"id\":\"second\",\"source\":\"rtsp://127.0.0.1:%d/second\",\"pipeline\":\"people\"}"
                        .formatted(running.cameraPort));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        api.awaitCamera("second", camera -> camera.path("state").asText().equals("live"), Duration.ofSeconds(15));

        HttpResponse<String> deleted =
                api.send(api.authorised("/api/cameras/second").DELETE());

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(api.send(api.authorised("/api/cameras/second")).statusCode()).isEqualTo(404);
        assertThat(api.get("/api/cameras/hall").path("reconnects").asInt()).isZero();
    }
}
