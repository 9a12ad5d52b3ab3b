package dev.osprey.server.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.FakePicture;
import dev.osprey.server.FakeStages;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.ConfigStore;
import dev.osprey.server.config.Role;
import dev.osprey.server.config.ShapeKind;
import dev.osprey.server.live.HubOptions;
import dev.osprey.server.live.LiveHub;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.live.VideoMessage;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamerasTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String YAML =
            """
            cameras:
              hall: {source: "rtsp://192.0.2.1/hall", pipeline: people}
            pipelines:
              people:
                stages: [{look: {find: cat}}]
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final FakeCameras cameras = new FakeCameras();
    private final AtomicLong nanos = new AtomicLong();
    private final Viewer viewer = new Viewer();
    private LiveHub hub;
    private Engine engine;
    private Cameras running;
    private ConfigStore store;

    @BeforeEach
    void start() throws Exception {
        hub = new LiveHub(HubOptions.DEFAULT, (picture, drawn, width) -> new byte[1]);
        engine = new Engine(EngineOptions.defaults().withLanes(1), ModelCatalog.read(folder.resolve("models")));
        running = new Cameras(
                engine, hub, new CameraBus(vertx.eventBus()), cameras, () -> NOON.plusMillis(30), nanos::get);
        write(YAML);
        store = ConfigStore.load(
                folder.resolve("osprey.yaml"), folder.resolve("data"), Map.of(), Plugins.of(new FakeStages.Look()));
        store.applyWith(running);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        engine.close();
        hub.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("osprey.yaml"), yaml);
    }

    private static final class Viewer implements LiveSink {
        private final BlockingQueue<JsonNode> analyses = new LinkedBlockingQueue<>();
        private final BlockingQueue<StreamInfo> streams = new LinkedBlockingQueue<>();
        private final AtomicInteger units = new AtomicInteger();
        private volatile boolean gone;

        @Override
        public boolean full(long maxLagNanos) {
            return false;
        }

        @Override
        public void onStream(StreamInfo info) {
            streams.add(info);
        }

        @Override
        public void onCatchUp(StreamInfo info, long untilPtsMicros) {
            // Only results and units matter here.
        }

        @Override
        public void onWait(StreamInfo info, Wait reason) {
            // Only results and units matter here.
        }

        @Override
        public void onVideo(VideoMessage message) {
            units.incrementAndGet();
        }

        @Override
        public void onAnalysis(Encoded<?> json) {
            try {
                analyses.add(new ObjectMapper().readTree(json.text()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onStatus(Encoded<?> json) {
            // Asked for through the views.
        }

        @Override
        public void onGone() {
            gone = true;
        }

        JsonNode next() throws InterruptedException {
            JsonNode analysis = analyses.poll(10, TimeUnit.SECONDS);
            if (analysis == null) {
                throw new AssertionError("no analysis within 10 s");
            }
            return analysis;
        }
    }

    private Subscription watch(String camera, Role role) {
        return hub.subscribe(LiveRequest.all(camera, role, Set.of("avc1")), viewer)
                .orElseThrow();
    }

    private static String label(JsonNode analysis) {
        return analysis.at("/results/look/0/label").asText();
    }

    @Test
    void apply_newCamera_isAnalysedAndPublished() throws Exception {
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        assertThat(hall.options.decode()).isTrue();
        hall.live();
        hall.show(7, NOON);

        JsonNode analysis = viewer.next();
        assertThat(label(analysis)).isEqualTo("cat");
        assertThat(analysis.path("sequence").asLong()).isEqualTo(7);
        assertThat(analysis.path("stream").asInt()).isEqualTo(viewer.streams.remove().stream());
        CameraView view = running.find("hall").orElseThrow();
        assertThat(view.state()).isEqualTo("live");
        assertThat(view.fps()).isEqualTo(15.0);
        assertThat(view.kbps()).isEqualTo(1234);
        assertThat(view.latencyMillis()).isEqualTo(30);
        assertThat(view.analysesPerSecond()).isEqualTo(0.2);
        assertThat(view.reconnects()).isEqualTo(3);
        assertThat(view.pipeline()).isEqualTo("people");
        assertThat(view.origin()).isEqualTo("file");
    }

    /** What is drawn concerns neither the connection nor the pipeline. */
    @Test
    void apply_zoneDrawn_streamAndFeedGoOn() throws Exception {
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        hall.show(1, NOON);
        assertThat(viewer.next().path("sequence").asLong()).isEqualTo(1);

        store.putShape(
                ShapeKind.ZONES,
                "hall",
                "door",
                new ObjectMapper().readTree("{\"polygon\": [[0, 0], [1, 0], [1, 1]]}"));

        assertThat(cameras.nothingOpened()).isTrue();
        hall.show(2, NOON.plusSeconds(1));
        assertThat(viewer.next().path("sequence").asLong()).isEqualTo(2);
        assertThat(store.current().cameras().get("hall").scene().scene().zones())
                .hasSize(1);
    }

    @Test
    void stageThatFails_isSeenInTheCamerasErrorAndInTheFeed() throws Exception {
        write(YAML.replace("cat", "trouble"));
        store.reload();
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        hall.show(1, NOON);

        JsonNode analysis = viewer.next();
        assertThat(analysis.path("results").isEmpty()).isTrue();
        assertThat(analysis.at("/errors/look").asText()).isEqualTo("IllegalStateException: fails on purpose");
        assertThat(running.find("hall").orElseThrow().lastError())
                .isEqualTo("stage look: IllegalStateException: fails on purpose");

        write(YAML);
        store.reload();
        assertThat(running.find("hall").orElseThrow().lastError())
                .as("that was another pipeline's")
                .doesNotContain("look");
    }

    @Test
    void latest_afterAnAnalysis_holdsItsPicture() throws Exception {
        assertThat(running.latest("hall")).isEmpty();
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        FakePicture picture = hall.show(1, NOON);
        viewer.next();

        try (Snapshot snapshot = running.latest("hall").orElseThrow()) {
            assertThat(snapshot.picture()).isSameAs(picture);
            assertThat(snapshot.analysis()).map(Analysis::sequence).contains(1L);
        }
        running.close();
        engine.close();
        assertThat(picture.references()).isZero();
    }

    @Test
    void apply_pipelineChanged_streamGoesOnWithTheNewOne() throws Exception {
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        hall.show(1, NOON);
        assertThat(label(viewer.next())).isEqualTo("cat");

        write(YAML.replace("cat", "dog"));
        store.reload();
        hall.show(2, NOON);

        assertThat(label(viewer.next())).isEqualTo("dog");
        assertThat(cameras.nothingOpened()).isTrue();
        assertThat(engine.stages()).as("the old stage is given up").hasSize(1);
    }

    @Test
    void apply_brokenPipeline_isRefusedWholeAndTheOldOneGoesOn() throws Exception {
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();

        write(YAML.replace("{find: cat}", "{broken: true}")
                .replace("cameras:", "cameras:\n  gate: {source: \"rtsp://192.0.2.2/gate\"}"));
        assertThatThrownBy(() -> store.reload())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipelines.people")
                .hasMessageContaining("broken on purpose");

        assertThat(running.list()).extracting(CameraView::id).containsExactly("hall");
        assertThat(cameras.nothingOpened()).isTrue();
        hall.show(1, NOON);
        assertThat(label(viewer.next())).isEqualTo("cat");
    }

    @Test
    void apply_cameraRemoved_isClosedAndViewersAreTold() throws Exception {
        watch("hall", Role.GRID);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        FakePicture picture = hall.show(1, NOON);
        viewer.next();
        store.removeCamera("hall");

        assertThat(cameras.awaitClosed()).isSameAs(hall);
        assertThat(viewer.gone).isTrue();
        assertThat(running.find("hall")).isEmpty();
        engine.close();
        assertThat(picture.references()).isZero();
    }

    @Test
    void apply_sourceChanged_reconnectsAndViewersStay() throws Exception {
        watch("hall", Role.GRID);
        cameras.awaitOpened().live();
        int first = viewer.streams.remove().stream();
        write(YAML.replace("192.0.2.1", "192.0.2.9"));
        store.reload();

        FakeCameras.Connection next = cameras.awaitOpened();
        cameras.awaitClosed();
        next.live();
        assertThat(next.options.source()).hasToString("rtsp://192.0.2.9/hall");
        assertThat(viewer.gone).isFalse();
        assertThat(viewer.streams.remove().stream()).isGreaterThan(first);
    }

    @Test
    void apply_disabledCamera_isListedAndNotOpened() throws Exception {
        cameras.awaitOpened();
        store.putCamera("hall", new ObjectMapper().readTree("{\"enabled\": false}"));
        cameras.awaitClosed();
        assertThat(running.find("hall").orElseThrow().state()).isEqualTo("disabled");
        assertThat(running.find("hall").orElseThrow().origin()).isEqualTo("overlay");
        assertThat(cameras.nothingOpened()).isTrue();
    }

    @Test
    void apply_fullStream_opensWhenSomebodyLooks() throws Exception {
        write(
                """
                cameras:
                  gate:
                    streams:
                      - {source: "rtsp://192.0.2.1/low", roles: [detect, grid]}
                      - {source: "rtsp://192.0.2.1/high", roles: [full]}
                """);
        cameras.awaitOpened();
        store.reload();
        assertThat(cameras.awaitOpened().options.source()).hasToString("rtsp://192.0.2.1/low");
        assertThat(running.find("gate").orElseThrow().streams())
                .extracting(StreamView::state)
                .containsExactly("connecting", "idle");

        watch("gate", Role.GRID);
        Subscription full = watch("gate", Role.FULL);
        FakeCameras.Connection high = cameras.awaitOpened();
        assertThat(high.options.source()).hasToString("rtsp://192.0.2.1/high");
        assertThat(high.options.decode()).isFalse();
        full.close();
        assertThat(cameras.nothingOpened()).isTrue();
    }

    private static final String TWO =
            """
            cameras:
              gate:
                streams:
                  - {source: "rtsp://192.0.2.1/low", roles: [detect, grid]}
                  - {source: "rtsp://192.0.2.1/high", roles: [full]}
              yard:
                streams:
                  - {source: "rtsp://192.0.2.2/low", roles: [detect, grid]}
                  - {source: "rtsp://192.0.2.2/high", roles: [full]}
            """;

    /** As many as pass until a stream that nobody looks at is given up. */
    private void passTicks() {
        for (int i = 0; i < 12; i++) {
            running.tick();
        }
    }

    @Test
    void settle_closeOfOneCameraHangs_anothersStreamOpensAtOnce() throws Exception {
        cameras.awaitOpened();
        write(TWO);
        store.reload();
        cameras.awaitClosed();
        cameras.awaitOpened();
        cameras.awaitOpened();
        Subscription gate = watch("gate", Role.FULL);
        FakeCameras.Connection hanging = cameras.awaitOpened();
        CountDownLatch let = hanging.hangs();
        gate.close();
        passTicks();
        assertThat(cameras.awaitClosed()).isSameAs(hanging);

        watch("yard", Role.FULL);
        assertThat(cameras.awaitOpened().options.source()).hasToString("rtsp://192.0.2.2/high");
        let.countDown();
    }

    @Test
    void settle_wantedAgainWhileItsCloseHangs_opensOnceItHasEndedAndNothingOfTheOldComes() throws Exception {
        cameras.awaitOpened();
        write(TWO);
        store.reload();
        cameras.awaitClosed();
        cameras.awaitOpened();
        cameras.awaitOpened();
        Subscription gate = watch("gate", Role.FULL);
        FakeCameras.Connection hanging = cameras.awaitOpened();
        CountDownLatch let = hanging.hangs();
        gate.close();
        passTicks();
        cameras.awaitClosed();
        int before = viewer.units.get();

        watch("gate", Role.FULL);
        hanging.live();
        hanging.unit(1);
        assertThat(cameras.nothingOpened()).isTrue();
        assertThat(viewer.units).hasValue(before);
        let.countDown();
        cameras.awaitOpened().live();
        assertThat(viewer.units).hasValue(before + 1);
    }

    @Test
    void onResult_severalListeners_allAreTold() throws Exception {
        watch("hall", Role.GRID);
        BlockingQueue<Encoded<?>> messages = new LinkedBlockingQueue<>();
        vertx.eventBus()
                .<Encoded<?>>consumer(CameraBus.analysisAddress("hall"), message -> messages.add(message.body()))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        hall.show(3, NOON);
        assertThat(viewer.next().path("sequence").asLong()).isEqualTo(3);
        assertThat(messages.poll(10, TimeUnit.SECONDS)).isNotNull();
        try (Snapshot snapshot = running.latest("hall").orElseThrow()) {
            assertThat(snapshot.analysis()).map(Analysis::sequence).contains(3L);
        }
        assertThat(running.find("hall").orElseThrow().latencyMillis()).isEqualTo(30);
    }

    @Test
    void onAnalysis_eventBus_carriesItByReference() throws Exception {
        BlockingQueue<Encoded<?>> messages = new LinkedBlockingQueue<>();
        vertx.eventBus()
                .<Encoded<?>>consumer(CameraBus.analysisAddress("hall"), message -> messages.add(message.body()))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        FakeCameras.Connection hall = cameras.awaitOpened();
        hall.live();
        hall.show(3, NOON);

        Encoded<?> message = messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.value().orElseThrow()).isInstanceOf(Analysis.class);
        assertThat(new ObjectMapper()
                        .readTree(message.json().getBytes())
                        .path("type")
                        .asText())
                .isEqualTo("analysis");
    }

    @Test
    void figures_overTime_countTheLastFiveSeconds() {
        Figures figures = new Figures(nanos::get);
        for (int i = 0; i < 200; i++) {
            nanos.addAndGet(Duration.ofMillis(50).toNanos());
            figures.result(i % 100);
        }
        assertThat(figures.perSecond()).isBetween(19.9, 20.3);
        assertThat(figures.latency(0.5)).isEqualTo(50);
        assertThat(figures.latency(0.99)).isEqualTo(99);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(figures.perSecond()).isZero();
    }
}
