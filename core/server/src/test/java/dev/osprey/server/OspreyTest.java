package dev.osprey.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.media.picture.ClipReader;
import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.server.bus.CameraBus;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.camera.CameraView;
import dev.osprey.server.camera.Snapshot;
import dev.osprey.server.camera.ViewInfo;
import dev.osprey.server.event.EventFiles;
import dev.osprey.server.event.StoredEvent;
import dev.osprey.server.event.TestEvents;
import dev.osprey.server.live.JpegSpec;
import dev.osprey.server.live.LiveRequest;
import dev.osprey.server.live.LiveSink;
import dev.osprey.server.live.Subscription;
import dev.osprey.server.live.VideoMessage;
import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server but its network side, on a real stream. */
class OspreyTest {
    private static final Path CLIP = Path.of("../../config/media/hall.mp4");

    @TempDir
    private Path folder;

    private StartOptions options(String yaml) throws IOException {
        Path config = folder.resolve("osprey.yaml");
        Files.writeString(config, yaml);
        return StartOptions.of(folder, config)
                .withEnvironment(Map.of())
                .withPlugins(Plugins.of(new FakeStages.Look(), new FakeStages.Negative()));
    }

    @Test
    void start_rtspCamera_analysesItsPicturesAndStopsWithoutALeftover() throws Exception {
        try (RtspCamera camera = RtspCamera.serving(CLIP).start()) {
            String yaml =
                    """
                    cameras:
                      hall: {source: "%s", pipeline: people}
                    pipelines:
                      people:
                        stages: [{look: {find: cat}}]
                    """
                            .formatted(camera.url("hall"));
            CountDownLatch analyses = new CountDownLatch(5);
            List<String> order = new ArrayList<>();
            Osprey osprey = Osprey.start(options(yaml).withFrontEnds(started -> {
                order.add("front end started, " + started.cameras().list().size() + " camera");
                started.vertx().eventBus().<Encoded<Analysis>>consumer(CameraBus.analysisAddress("hall"), message -> {
                    if (!message.body().value().orElseThrow().results().isEmpty()) {
                        analyses.countDown();
                    }
                });
                return () -> order.add("front end closed");
            }));
            try {
                assertThat(analyses.await(60, TimeUnit.SECONDS))
                        .as("five analyses within a minute")
                        .isTrue();
                CameraView view = osprey.cameras().find("hall").orElseThrow();
                assertThat(view.state()).isEqualTo("live");
                assertThat(view.codec()).startsWith("avc1.");
                try (Snapshot snapshot = osprey.cameras().latest("hall").orElseThrow()) {
                    assertThat(snapshot.picture().width()).isEqualTo(view.width());
                    assertThat(snapshot.analysis()).isPresent();
                }
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(osprey.data())))
                        .isEqualTo("rwx------");
            } finally {
                osprey.close();
            }
            assertThat(order).containsExactly("front end started, 1 camera", "front end closed");
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("capture-hall")
                            || name.startsWith("infer-")
                            || name.startsWith("jpeg-")
                            || name.startsWith("camera-")
                            || name.equals("config-watch"));
        }
    }

    @Test
    void start_objectBeforeACamera_isInTheLogWithItsPictureAndItsClip() throws Exception {
        long picturesBefore = VideoPicture.live();
        try (RtspCamera camera = RtspCamera.serving(CLIP).start()) {
            String yaml =
                    """
                    cameras:
                      hall: {source: "%s", pipeline: people}
                    pipelines:
                      people:
                        stages: [{look: {find: cat}}]
                    """
                            .formatted(camera.url("hall"));
            BlockingQueue<StoredEvent> told = new LinkedBlockingQueue<>();
            try (Osprey osprey = Osprey.start(options(yaml))) {
                osprey.events()
                        .listen(all ->
                                all.forEach(event -> told.add(event.value().orElseThrow())));
                StoredEvent begun = await(told, EventType.OBJECT_NEW);
                assertThat(begun.event().subject().orElseThrow().label()).isEqualTo("cat");
                Path picture = osprey.events()
                        .files()
                        .find(EventFiles.Kind.SNAPSHOT, begun)
                        .orElseThrow();
                BufferedImage shown = ImageIO.read(picture.toFile());
                assertThat(shown.getWidth()).isEqualTo(960);

                Files.writeString(folder.resolve("osprey.yaml"), "cameras: {}\n");
                osprey.config().reload();

                StoredEvent ended = await(told, EventType.OBJECT_END);
                assertThat(ended.event().subject().orElseThrow().object())
                        .isEqualTo(begun.event().subject().orElseThrow().object());
                assertThat(ended.event().reason()).contains("the camera was changed, removed or stopped");
                Path clip = awaitClip(osprey, begun);
                try (ClipReader reader = ClipReader.open(clip, "hall")) {
                    Picture first = reader.next().orElseThrow();
                    assertThat(first.width()).isEqualTo(960);
                    first.release();
                }
            }
        }
        assertThat(VideoPicture.live()).as("pictures that are still held").isEqualTo(picturesBefore);
    }

    private static StoredEvent await(BlockingQueue<StoredEvent> told, EventType type) throws InterruptedException {
        while (true) {
            StoredEvent next = Objects.requireNonNull(told.poll(60, TimeUnit.SECONDS), "an event within a minute");
            if (next.event().type() == type) {
                return next;
            }
        }
    }

    private static Path awaitClip(Osprey osprey, StoredEvent event) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Optional<Path> clip = osprey.events().files().find(EventFiles.Kind.CLIP, event);
        while (clip.isEmpty()) {
            assertThat(System.nanoTime()).as("a clip within a minute").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
            clip = osprey.events().files().find(EventFiles.Kind.CLIP, event);
        }
        return clip.get();
    }

    @Test
    void append_event_isOnTheBusOnceItIsStored() throws Exception {
        try (Osprey osprey = Osprey.start(options("cameras: {}\n"))) {
            CompletableFuture<Encoded<StoredEvent>> published = new CompletableFuture<>();
            osprey.vertx()
                    .eventBus()
                    .<Encoded<StoredEvent>>consumer(
                            CameraBus.eventAddress("hall"), message -> published.complete(message.body()));
            StoredEvent stored = TestEvents.append(osprey.events(), TestEvents.text("hall", "one"));

            Encoded<StoredEvent> message = published.get(10, TimeUnit.SECONDS);

            assertThat(osprey.events().find(stored.cursor())).contains(stored);
            assertThat(message.value()).contains(stored);
            assertThat(message.text())
                    .startsWith("{\"specversion\":\"1.0\",\"id\":\"" + stored.cursor() + "\"")
                    .contains("\"text\":\"one\"");
            assertThat(Files.exists(osprey.data().resolve("events.db"))).isTrue();
        }
    }

    @Test
    void start_stageThatMakesPictures_isAViewOfTheCameraForWhoWatches() throws Exception {
        long picturesBefore = VideoPicture.live();
        try (RtspCamera camera = RtspCamera.serving(CLIP).start()) {
            String yaml =
                    """
                    cameras:
                      hall: {source: "%s", pipeline: people}
                    pipelines:
                      people:
                        stages: [negative, {look: {find: cat}, after: negative}]
                    """
                            .formatted(camera.url("hall"));
            Osprey osprey = Osprey.start(options(yaml));
            try {
                Jpegs jpegs = new Jpegs();
                Subscription watched = osprey.hub()
                        .subscribe(LiveRequest.jpegs("hall", new JpegSpec(320, false, "negative")), jpegs)
                        .orElseThrow();
                byte[] jpeg = Objects.requireNonNull(jpegs.made.poll(60, TimeUnit.SECONDS), "a JPEG within a minute");
                watched.close();
                BufferedImage shown = ImageIO.read(new ByteArrayInputStream(jpeg));
                assertThat(shown.getWidth()).isEqualTo(320);
                assertThat(osprey.cameras().views("hall")).containsExactly(new ViewInfo("negative", 960, 540));
                try (Snapshot snapshot = osprey.cameras().latest("hall").orElseThrow()) {
                    assertThat(snapshot.analysis().orElseThrow().results().get("look"))
                            .extracting(finding -> finding.parent().orElseThrow())
                            .containsExactly(new Parent("negative", 0));
                }
                Picture view = osprey.cameras().view("hall", "negative").orElseThrow();
                assertThat(view.shows()).isEqualTo(Region.of(new Box(0, 0, 960, 540)));
                view.release();
                assertThat(osprey.cameras().view("hall", "look")).isEmpty();
            } finally {
                osprey.close();
            }
        }
        assertThat(VideoPicture.live()).as("pictures that are still held").isEqualTo(picturesBefore);
    }

    private static final class Jpegs implements LiveSink {
        private final BlockingQueue<byte[]> made = new LinkedBlockingQueue<>();

        @Override
        public boolean full(long maxLagNanos) {
            return !made.isEmpty();
        }

        @Override
        public void onStream(StreamInfo info) {
            // The picture says its size.
        }

        @Override
        public void onVideo(VideoMessage message) {
            made.add(message.data().getBytes());
        }

        @Override
        public void onGone() {
            // The test ends first.
        }
    }

    @Test
    void start_pipelineThatDoesNotLoad_saysWhyAndLeavesNothingRunning() throws Exception {
        StartOptions options = options(
                """
                cameras:
                  hall: {source: "rtsp://127.0.0.1:1/hall", pipeline: people}
                pipelines:
                  people:
                    stages: [{look: {broken: true}}]
                """);
        assertThatThrownBy(() -> Osprey.start(options))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("broken on purpose");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("infer-") || name.startsWith("camera-"));
    }

    @Test
    void load_commandLineThatWouldCrashOnnxRuntime_isRefusedInWords() throws Exception {
        OnnxRuntime.refuseIfItWouldCrash(3_900);
        assertThatThrownBy(() -> OnnxRuntime.refuseIfItWouldCrash(3_901))
                .hasMessage("the command line has 3901 bytes, and ONNX Runtime crashes above 3900; set"
                        + " ORT_DISABLE_TELEMETRY=1 before the start, as bin/osprey does");
    }

    @Test
    void close_partThatHangs_isLeftBehindAtTheDeadline() {
        StopStack stops = new StopStack(Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);
        List<String> closed = new ArrayList<>();
        stops.push("first", () -> closed.add("first"));
        stops.push("hanging", never::await);
        stops.close();
        assertThat(closed).isEmpty();
        stops.close();
    }

    @Test
    void close_partThatFails_othersAreClosedInReverse() {
        StopStack stops = new StopStack(Duration.ofSeconds(10));
        List<String> closed = new ArrayList<>();
        stops.push("first", () -> closed.add("first"));
        stops.push("failing", () -> {
            throw new IOException("on purpose");
        });
        stops.push("last", () -> closed.add("last"));
        stops.close();
        assertThat(closed).containsExactly("last", "first");
    }
}
