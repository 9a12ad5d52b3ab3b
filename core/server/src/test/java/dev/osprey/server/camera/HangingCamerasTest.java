package dev.osprey.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.Engine;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.model.ModelCatalog;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.config.ConfigStore;
import dev.osprey.server.live.HubOptions;
import dev.osprey.server.live.LiveHub;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections whose end takes long hold up nobody but the camera that they belong to. */
class HangingCamerasTest {
    private static final String HALL = "cameras:\n  hall: {source: \"rtsp://192.0.2.1/hall\"}\n";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final FakeCameras cameras = new FakeCameras();
    private final List<CountDownLatch> hanging = new ArrayList<>();
    private LiveHub hub;
    private Engine engine;
    private Cameras running;
    private ConfigStore store;

    @BeforeEach
    void start() throws Exception {
        hub = new LiveHub(HubOptions.DEFAULT, (picture, drawn, width) -> new byte[1]);
        engine = new Engine(EngineOptions.defaults().withLanes(1), ModelCatalog.read(folder.resolve("models")));
        running = new Cameras(
                engine, hub, new CameraBus(vertx.eventBus()), cameras, () -> Instant.EPOCH, System::nanoTime);
        write(HALL);
        store = ConfigStore.load(folder.resolve("osprey.yaml"), folder.resolve("data"), Map.of(), Plugins.of());
        store.applyWith(running);
    }

    @AfterEach
    void stop() throws Exception {
        hanging.forEach(CountDownLatch::countDown);
        running.close();
        engine.close();
        hub.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("osprey.yaml"), yaml);
    }

    private CountDownLatch hangs(FakeCameras.Connection connection) {
        CountDownLatch let = connection.hangs();
        hanging.add(let);
        return let;
    }

    private void put(String camera, String source) throws Exception {
        store.putCamera(camera, new ObjectMapper().createObjectNode().put("source", source));
    }

    @Test
    void apply_removedCamerasConnectionHangs_othersAreChangedAtOnce() throws Exception {
        FakeCameras.Connection hall = cameras.awaitOpened();
        CountDownLatch let = hangs(hall);
        store.removeCamera("hall");
        put("yard", "rtsp://192.0.2.2/yard");

        assertThat(cameras.awaitOpened().options.source()).hasToString("rtsp://192.0.2.2/yard");
        assertThat(running.list()).extracting(CameraView::id).containsExactly("yard");
        assertThat(let.getCount()).isEqualTo(1);
    }

    @Test
    void apply_sourceChangedWhileTheOldConnectionHangs_newOneOpensOnceItHasEnded() throws Exception {
        FakeCameras.Connection old = cameras.awaitOpened();
        old.live();
        CountDownLatch let = hangs(old);
        write(HALL.replace("192.0.2.1", "192.0.2.9"));
        store.reload();

        assertThat(cameras.awaitClosed()).isSameAs(old);
        running.tick();
        assertThat(cameras.nothingOpened()).isTrue();
        assertThat(running.find("hall").orElseThrow().state()).isEqualTo("connecting");
        assertThat(running.find("hall").orElseThrow().stateMessage())
                .isEqualTo("waits for the connection before it to end");
        assertThat(old.show(1, Instant.EPOCH).references())
                .as("what it brings nevertheless")
                .isZero();
        let.countDown();
        assertThat(cameras.awaitOpened().options.source()).hasToString("rtsp://192.0.2.9/hall");
    }

    @Test
    void apply_cameraTakenAwayAndBackWhileItsConnectionHangs_opensOnceItHasEnded() throws Exception {
        FakeCameras.Connection old = cameras.awaitOpened();
        CountDownLatch let = hangs(old);
        store.removeCamera("hall");
        cameras.awaitClosed();
        put("hall", "rtsp://192.0.2.1/hall");

        running.tick();
        assertThat(cameras.nothingOpened()).isTrue();
        let.countDown();
        cameras.awaitOpened();
    }

    @Test
    void close_manyConnectionsHang_areWaitedForTogether() throws Exception {
        StringBuilder yaml = new StringBuilder("cameras:\n");
        for (int i = 0; i < 12; i++) {
            yaml.append("  c")
                    .append(i)
                    .append(": {source: \"rtsp://192.0.2.1/")
                    .append(i)
                    .append("\"}\n");
        }
        cameras.awaitOpened();
        write(yaml.toString());
        store.reload();
        cameras.awaitClosed();
        for (int i = 0; i < 12; i++) {
            hangs(cameras.awaitOpened());
        }
        CompletableFuture<Void> closing = CompletableFuture.runAsync(running::close);
        for (int i = 0; i < 12; i++) {
            cameras.awaitClosed();
        }
        assertThat(closing).isNotDone();
        hanging.forEach(CountDownLatch::countDown);
        closing.get(10, TimeUnit.SECONDS);
    }
}
