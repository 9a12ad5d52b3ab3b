package dev.osprey.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.FakePicture;
import dev.osprey.server.bus.Encoded;
import dev.osprey.server.config.Role;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveHubTest {
    private static final Set<String> MODERN = Set.of("avc1", "jpeg");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger encodings = new AtomicInteger();
    private final LiveHub hub = new LiveHub(
            new HubOptions(
                    10_000,
                    100,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(100),
                    20_000,
                    1,
                    Duration.ofMillis(100),
                    3,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    nanos::get),
            (picture, drawn, maxWidth) -> {
                encodings.incrementAndGet();
                return ((drawn == null ? "plain" : "drawn") + maxWidth).getBytes(StandardCharsets.UTF_8);
            });
    private CameraChannel channel;
    private VideoTrack track;

    @BeforeEach
    void open() {
        channel = hub.open("hall");
        track = channel.streams(List.of(EnumSet.allOf(Role.class))).get(0);
        track.publishStream(new StreamInfo("hall", 7, "avc1.4d401f", 640, 360));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void key(long pts) {
        track.publish(new AccessUnit("hall", 7, true, false, pts, pts, new byte[100]));
    }

    private void unit(long pts) {
        track.publish(new AccessUnit("hall", 7, false, false, pts, pts, new byte[10]));
    }

    private Subscription watch(FakeSink sink, Set<String> accept) {
        return hub.subscribe(LiveRequest.all("hall", Role.GRID, accept), sink).orElseThrow();
    }

    @Test
    void subscribe_unknownCamera_isEmpty() {
        assertThat(hub.subscribe(LiveRequest.all("nope", Role.GRID, MODERN), new FakeSink()))
                .isEmpty();
    }

    @Test
    void subscribe_inMidGroup_getsWhatIsKeptThenLives() {
        key(1);
        unit(2);
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 640x360", "catch up until 2", "key 1", "unit 2");
        unit(3);
        assertThat(sink.taken()).containsExactly("unit 3");
    }

    @Test
    void subscribe_nothingKept_waitsForAKeyFrame() {
        FakeSink sink = new FakeSink();
        Subscription subscription = watch(sink, MODERN);
        unit(1);
        key(2);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 640x360", "key 2");
        assertThat(subscription.counts()).isEqualTo(new Subscription.Counts(1, 124, 1, 0, false));
    }

    @Test
    void publish_slowViewer_isDroppedToTheNextKeyFrameAndOthersAreNot() {
        FakeSink slow = new FakeSink();
        FakeSink quick = new FakeSink();
        Subscription subscription = watch(slow, MODERN);
        watch(quick, MODERN);
        key(1);
        slow.full = true;
        unit(2);
        slow.full = false;
        unit(3);
        key(4);
        unit(5);
        assertThat(slow.units).extracting(VideoMessage::ptsMicros).containsExactly(1L, 4L, 5L);
        assertThat(quick.units).extracting(VideoMessage::ptsMicros).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(subscription.counts().dropped()).isEqualTo(2);
    }

    @Test
    void publish_stoppedViewer_keepsNothingForIt() {
        FakeSink stopped = new FakeSink();
        stopped.full = true;
        Subscription subscription = watch(stopped, Set.of("avc1"));
        for (int i = 0; i < 10_000; i++) {
            if (i % 50 == 0) {
                key(i);
            } else {
                unit(i);
            }
        }
        assertThat(stopped.units).isEmpty();
        assertThat(subscription.counts().dropped()).isEqualTo(10_000);
        assertThat(hub.stats().heldBytes()).isLessThan(100 + 50 * 34);
    }

    @Test
    void publish_fallsBehindAgainAndAgain_getsJpegThenVideoAgain() throws InterruptedException {
        FakeSink sink = new FakeSink();
        Subscription subscription = watch(sink, MODERN);
        for (int i = 0; i < 3; i++) {
            sink.full = false;
            key(10L * i);
            sink.full = true;
            unit(10L * i + 1);
        }
        sink.full = false;
        assertThat(subscription.counts().jpeg()).isTrue();
        sink.taken();

        sink.expectUnits(1);
        key(100);
        show(new FakePicture(5));
        sink.awaitUnits();
        assertThat(sink.taken()).containsExactly("stream 1 jpeg 640x360", "jpeg 200000");

        nanos.addAndGet(Duration.ofSeconds(21).toNanos());
        unit(101);
        key(102);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 640x360", "key 102");
        assertThat(subscription.counts().jpeg()).isFalse();
    }

    @Test
    void publish_fallsBehindWithoutJpeg_staysWithVideo() {
        FakeSink sink = new FakeSink();
        Subscription subscription = watch(sink, Set.of("avc1"));
        for (int i = 0; i < 5; i++) {
            sink.full = false;
            key(10L * i);
            sink.full = true;
            unit(10L * i + 1);
        }
        assertThat(subscription.counts().jpeg()).isFalse();
    }

    @Test
    void publishStream_anewInMidGroup_keepsNothingOfTheOld() {
        key(1);
        track.publishStream(new StreamInfo("hall", 8, "avc1.64001f", 1280, 720));
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        assertThat(sink.taken()).containsExactly("stream 8 avc1.64001f 1280x720");
    }

    @Test
    void publishStream_sizeBecomesKnown_keepsWhatIsKept() {
        key(1);
        track.publishStream(new StreamInfo("hall", 7, "avc1.4d401f", 1280, 720));
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 1280x720", "key 1");
    }

    @Test
    void publish_codecThatTheViewerCannotShow_sendsJpegsInstead() throws InterruptedException {
        track.publishStream(new StreamInfo("hall", 8, "hvc1.1.6.L93.B0", 640, 360));
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        sink.expectUnits(1);
        key(1);
        show(new FakePicture(1));
        sink.awaitUnits();
        assertThat(sink.taken()).containsExactly("stream 1 jpeg 640x360", "jpeg 40000");
    }

    @Test
    void publish_codecThatTheViewerCannotShowAndNoJpeg_saysTheCodecAndSendsNothing() {
        FakeSink sink = new FakeSink();
        watch(sink, Set.of("hvc1"));
        key(1);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 640x360");
    }

    @Test
    void publish_jpegCamera_goesOutAsItCame() {
        track.publishStream(new StreamInfo("hall", 8, "jpeg", 640, 360));
        FakeSink sink = new FakeSink();
        watch(sink, Set.of("jpeg"));
        track.publish(new AccessUnit("hall", 8, true, true, 1, 1, new byte[10]));
        show(new FakePicture(1));
        assertThat(sink.taken()).containsExactly("stream 8 jpeg 640x360", "jpeg 1");
        assertThat(encodings).hasValue(0);
    }

    @Test
    void publishPicture_twoViewersOfOneSize_isEncodedOnce() throws InterruptedException {
        FakeSink one = new FakeSink();
        FakeSink two = new FakeSink();
        one.expectUnits(1);
        two.expectUnits(1);
        for (FakeSink sink : List.of(one, two)) {
            hub.subscribe(LiveRequest.jpegs("hall", new JpegSpec(320, false)), sink);
        }
        FakePicture picture = new FakePicture(1);
        show(picture);
        one.awaitUnits();
        two.awaitUnits();
        assertThat(encodings).hasValue(1);
        assertThat(one.taken()).containsExactly("stream 1 jpeg 320x180", "jpeg 40000");
        assertThat(one.units.get(0).bytes()).isSameAs(two.units.get(0).bytes());
        assertThat(one.units.get(0).data().toString()).isEqualTo("plain320");
    }

    @Test
    void publishPicture_nobodyWantsIt_isNotEncoded() {
        FakeSink sink = new FakeSink();
        Subscription subscription =
                hub.subscribe(LiveRequest.jpegs("hall", JpegSpec.DEFAULT), sink).orElseThrow();
        sink.full = true;
        show(new FakePicture(1));
        sink.full = false;
        subscription.close();
        show(new FakePicture(2));
        hub.close();
        assertThat(encodings).hasValue(0);
    }

    @Test
    void publishPicture_soonerThanTheInterval_isLeftOut() throws InterruptedException {
        FakeSink sink = new FakeSink();
        hub.subscribe(LiveRequest.jpegs("hall", JpegSpec.DEFAULT), sink);
        sink.expectUnits(1);
        show(new FakePicture(1));
        sink.awaitUnits();
        nanos.addAndGet(Duration.ofMillis(99).toNanos());
        show(new FakePicture(2));
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        sink.expectUnits(1);
        show(new FakePicture(3));
        sink.awaitUnits();
        assertThat(sink.units).extracting(VideoMessage::ptsMicros).containsExactly(40_000L, 120_000L);
    }

    @Test
    void publishPicture_encoderBusy_newestWinsAndEveryPictureIsGivenBack() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Long> encoded = new ArrayList<>();
        LiveHub slow = new LiveHub(
                new HubOptions(
                        10_000,
                        100,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        20_000,
                        1,
                        Duration.ZERO,
                        3,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        nanos::get),
                (picture, drawn, maxWidth) -> {
                    encoded.add(picture.sequence());
                    busy.countDown();
                    await(go);
                    return new byte[1];
                });
        CameraChannel other = slow.open("hall");
        other.streams(List.of(EnumSet.allOf(Role.class)));
        FakeSink sink = new FakeSink();
        slow.subscribe(LiveRequest.jpegs("hall", JpegSpec.DEFAULT), sink);
        sink.expectUnits(2);
        List<FakePicture> pictures = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakePicture picture = new FakePicture(i);
            pictures.add(picture);
            other.publishPicture(picture);
            picture.release();
            await(busy);
        }
        go.countDown();
        sink.awaitUnits();
        slow.close();
        assertThat(encoded).containsExactly(0L, 4L);
        assertThat(pictures).allMatch(picture -> picture.references() == 0);
    }

    @Test
    void publishPicture_encoderThrowsAnError_theNextPictureIsEncodedAndBothAreGivenBack() throws InterruptedException {
        LiveHub broken = new LiveHub(
                new HubOptions(
                        10_000,
                        100,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        20_000,
                        1,
                        Duration.ZERO,
                        3,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        nanos::get),
                (picture, drawn, maxWidth) -> {
                    if (picture.sequence() == 0) {
                        throw new UnsatisfiedLinkError("no natives");
                    }
                    return new byte[1];
                });
        CameraChannel other = broken.open("hall");
        other.streams(List.of(EnumSet.allOf(Role.class)));
        FakeSink sink = new FakeSink();
        broken.subscribe(LiveRequest.jpegs("hall", JpegSpec.DEFAULT), sink);
        sink.expectUnits(1);
        FakePicture first = new FakePicture(0);
        other.publishPicture(first);
        first.release();
        while (first.references() > 0) {
            Thread.onSpinWait();
        }
        FakePicture second = new FakePicture(1);
        other.publishPicture(second);
        second.release();

        sink.awaitUnits();
        broken.close();
        assertThat(List.of(first, second)).allMatch(picture -> picture.references() == 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("not within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void publishAnalysis_annotatedViewer_getsTheDrawnPicture() throws InterruptedException {
        FakeSink sink = new FakeSink();
        hub.subscribe(LiveRequest.jpegs("hall", new JpegSpec(0, true)), sink);
        sink.expectUnits(1);
        FakePicture picture = new FakePicture(3);
        publishAnalysis(picture);
        sink.awaitUnits();
        show(new FakePicture(4));
        assertThat(sink.units).extracting(unit -> unit.data().toString()).containsExactly("drawn0");
        assertThat(sink.taken()).containsExactly("stream 1 jpeg 640x360", "jpeg 120000");
    }

    @Test
    void publishPicture_annotatedViewerAndNoAnalysis_getsThePlainPicture() throws InterruptedException {
        FakeSink sink = new FakeSink();
        hub.subscribe(LiveRequest.jpegs("hall", new JpegSpec(0, true)), sink);
        sink.expectUnits(1);
        show(new FakePicture(4));
        sink.awaitUnits();
        assertThat(sink.units).extracting(unit -> unit.data().toString()).containsExactly("plain0");
    }

    @Test
    void publishViews_viewerOfOne_getsItsPicturesAndNoOthers() throws InterruptedException {
        FakeSink sink = new FakeSink();
        hub.subscribe(LiveRequest.jpegs("hall", new JpegSpec(0, false, "edges")), sink);
        sink.expectUnits(1);
        show(new FakePicture(2));
        FakePicture heat = new FakePicture(3);
        channel.publishViews(Map.of("heat", heat));
        FakePicture edges = new FakePicture(4);
        channel.publishViews(Map.of("edges", edges));
        sink.awaitUnits();
        assertThat(sink.taken()).containsExactly("stream 1 jpeg 640x360", "jpeg 160000");
        assertThat(heat.references()).isEqualTo(1);
    }

    @Test
    void publishViews_nobodyWatches_isNotEncoded() {
        FakeSink sink = new FakeSink();
        hub.subscribe(LiveRequest.jpegs("hall", new JpegSpec(0, false)), sink);
        FakePicture edges = new FakePicture(4);
        channel.publishViews(Map.of("edges", edges));
        assertThat(edges.references()).isEqualTo(1);
        assertThat(sink.taken()).isEmpty();
    }

    @Test
    void publishAnalysis_asJson_reachesThoseWhoAskedAndAreNotFull() {
        FakeSink one = new FakeSink();
        FakeSink full = new FakeSink();
        FakeSink videoOnly = new FakeSink();
        watch(one, MODERN);
        Subscription slow = watch(full, MODERN);
        hub.subscribe(new LiveRequest("hall", Role.GRID, true, false, false, MODERN, JpegSpec.DEFAULT), videoOnly);
        full.full = true;
        FakePicture picture = new FakePicture(1);
        publishAnalysis(picture);
        assertThat(one.taken()).contains("analysis {}");
        assertThat(full.taken()).doesNotContain("analysis {}");
        assertThat(videoOnly.taken()).doesNotContain("analysis {}");
        assertThat(slow.counts().droppedMessages()).isEqualTo(1);
    }

    @Test
    void publishStatus_newViewer_getsTheLastOne() {
        channel.publishStatus(Encoded.read(Buffer.buffer("old")));
        channel.publishStatus(Encoded.read(Buffer.buffer("new")));
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        assertThat(sink.taken()).startsWith("status new").doesNotContain("status old");
    }

    @Test
    void close_subscription_getsNothingMore() {
        FakeSink sink = new FakeSink();
        Subscription subscription = watch(sink, MODERN);
        subscription.close();
        subscription.close();
        sink.taken();
        key(1);
        assertThat(sink.taken()).isEmpty();
        assertThat(hub.stats().viewers()).isZero();
        assertThat(track.wanted()).isFalse();
    }

    @Test
    void remove_camera_tellsItsViewers() {
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        sink.taken();
        hub.remove("hall");
        assertThat(sink.taken()).containsExactly("gone");
    }

    @Test
    void streams_replaced_viewersMoveToTheirRolesStream() {
        FakeSink grid = new FakeSink();
        FakeSink full = new FakeSink();
        watch(grid, MODERN);
        hub.subscribe(LiveRequest.all("hall", Role.FULL, MODERN), full);
        List<VideoTrack> tracks = channel.streams(List.of(Set.of(Role.DETECT, Role.GRID), Set.of(Role.FULL)));
        grid.taken();
        full.taken();
        tracks.get(1).publishStream(new StreamInfo("hall", 9, "avc1.64001f", 1920, 1080));
        assertThat(full.taken()).containsExactly("stream 9 avc1.64001f 1920x1080");
        assertThat(grid.taken()).isEmpty();
    }

    @Test
    void onDemand_viewerComesAndGoes_isTold() {
        AtomicInteger told = new AtomicInteger();
        channel.onDemand(told::incrementAndGet);
        Subscription subscription = watch(new FakeSink(), MODERN);
        assertThat(track.wanted()).isTrue();
        subscription.close();
        assertThat(track.wanted()).isFalse();
        assertThat(told).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void subscribe_groupTooLong_saysSoAndGetsJpegUntilTheNextKeyFrame() throws InterruptedException {
        key(0);
        for (int i = 1; i <= 100; i++) {
            unit(i);
        }
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        sink.expectUnits(1);
        show(new FakePicture(1));
        sink.awaitUnits();
        unit(101);
        key(102);
        show(new FakePicture(20));
        assertThat(sink.taken())
                .containsExactly(
                        "stream 7 avc1.4d401f 640x360",
                        "waits LONG_GROUP",
                        "stream 1 jpeg 640x360",
                        "jpeg 40000",
                        "stream 7 avc1.4d401f 640x360",
                        "key 102");
    }

    @Test
    void subscribe_groupTooLargeWithoutJpeg_saysWhatItWaitsFor() {
        track.publish(new AccessUnit("hall", 7, true, false, 0, 0, new byte[9_000]));
        track.publish(new AccessUnit("hall", 7, false, false, 1, 1, new byte[1_000]));
        FakeSink sink = new FakeSink();
        watch(sink, Set.of("avc1"));
        unit(2);
        key(3);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 640x360", "waits LONG_GROUP", "key 3");
    }

    @Test
    void subscribe_beforeTheFirstUnit_waitsForNothingSpecial() {
        FakeSink sink = new FakeSink();
        watch(sink, Set.of("avc1"));
        key(1);
        assertThat(sink.taken()).containsExactly("stream 7 avc1.4d401f 640x360", "key 1");
    }

    @Test
    void publish_fallsBehind_saysSoAndGetsJpegUntilTheNextKeyFrame() throws InterruptedException {
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        key(1);
        sink.full = true;
        unit(2);
        sink.full = false;
        sink.taken();
        sink.expectUnits(1);
        show(new FakePicture(1));
        sink.awaitUnits();
        unit(3);
        key(4);
        assertThat(sink.taken())
                .containsExactly("stream 1 jpeg 640x360", "jpeg 40000", "stream 7 avc1.4d401f 640x360", "key 4");
    }

    @Test
    void publish_manyViewers_shareOneBuffer() {
        List<FakeSink> sinks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sinks.add(new FakeSink());
            watch(sinks.get(i), MODERN);
        }
        key(1);
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.units.get(0).bytes())
                .isSameAs(sinks.get(0).units.get(0).bytes()));
        assertThat(hub.stats().heldBytes()).as("kept once, for newcomers").isEqualTo(124);
    }

    @Test
    void publish_memoryScarce_allowsLessLag() {
        FakeSink sink = new FakeSink();
        watch(sink, MODERN);
        key(1);
        assertThat(sink.maxLag).isEqualTo(Duration.ofSeconds(1).toNanos());
        List<VideoMessage> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            track.publish(new AccessUnit("hall", 7, true, false, i, i, new byte[9_000]));
            waiting.add(sink.units.get(i + 1).retain());
        }
        key(4);
        assertThat(sink.maxLag).isEqualTo(Duration.ofMillis(100).toNanos());
        waiting.forEach(VideoMessage::release);
        key(5);
        assertThat(sink.maxLag).isEqualTo(Duration.ofSeconds(1).toNanos());
        hub.remove("hall");
        assertThat(hub.stats().heldBytes()).isZero();
    }

    private void publishAnalysis(FakePicture picture) {
        channel.publishAnalysis(Encoded.read(Buffer.buffer("{}")), analysis(picture), picture);
    }

    private void show(FakePicture picture) {
        channel.publishPicture(picture);
        picture.release();
    }

    private static Analysis analysis(Picture picture) {
        return new Analysis(
                "hall",
                9,
                picture.sequence(),
                picture.ptsMicros(),
                Instant.EPOCH,
                640,
                360,
                Map.of("look", List.of()),
                Map.of());
    }
}
