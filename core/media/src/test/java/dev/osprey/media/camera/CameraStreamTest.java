package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.MovingClip;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CameraStreamTest {
    @TempDir
    static Path folder;

    static Path clip;
    static RtspCamera camera;
    static long picturesBefore;

    @BeforeAll
    static void serve() throws IOException {
        picturesBefore = VideoPicture.live();
        clip = MovingClip.h264(folder.resolve("clip.mp4"), 160, 96, 30);
        camera = RtspCamera.serving(clip).port(0).start();
    }

    @AfterAll
    static void end() {
        camera.close();
        assertThat(VideoPicture.live()).isEqualTo(picturesBefore);
    }

    private static StreamOptions options(String url) throws Exception {
        return StreamOptions.of("hall", SourceUrl.parse(url, SourceUrl.FROM_FILE))
                .withTimeout(Duration.ofSeconds(4))
                .withPauses(Duration.ofMillis(50), Duration.ofMillis(200));
    }

    private static StreamOptions file(Path path) {
        return StreamOptions.of("hall", SourceUrl.of(path)).withPaced(false).withLoop(false);
    }

    @Test
    void start_ofAFile_givesStreamThenUnitThenPictureOfTheSameTime() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(clip), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.ENDED).message()).contains("the end of");
            assertThat(stream.status().framesDecoded()).isEqualTo(30);
        }
        assertThat(recorder.order.get(0)).isInstanceOf(StreamInfo.class);
        assertThat(recorder.order.get(1)).isInstanceOf(AccessUnit.class);
        StreamInfo info = recorder.streams.get(0);
        assertThat(info.codec()).startsWith("avc1.").hasSize(11);
        assertThat(info.width()).isEqualTo(160);
        assertThat(info.height()).isEqualTo(96);
        assertThat(recorder.pictures).hasSize(30);
        assertThat(recorder.pictures)
                .extracting(Recorder.Shown::ptsMicros)
                .containsExactlyElementsOf(
                        recorder.units.stream().map(AccessUnit::ptsMicros).toList());
        assertThat(recorder.pictures)
                .extracting(Recorder.Shown::capturedAtMicros)
                .containsExactlyElementsOf(recorder.units.stream()
                        .map(AccessUnit::capturedAtMicros)
                        .toList());
        assertThat(recorder.pictures)
                .extracting(Recorder.Shown::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void accessUnits_ofAnMp4_areAnnexBWithParameterSetsBeforeKeyFrames() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(clip), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.units.get(0).key()).isTrue();
        assertThat(recorder.units).filteredOn(AccessUnit::key).hasSize(3);
        for (AccessUnit unit : recorder.units) {
            assertThat(unit.data()).startsWith(0, 0, 0, 1);
            assertThat(unit.jpeg()).isFalse();
            if (unit.key()) {
                assertThat(unit.data()[4] & 0x1f).isEqualTo(7);
            }
        }
    }

    @Test
    void start_ofALoop_goesOnInTimeWithinTheSameStream() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(clip).withLoop(true), recorder)) {
            stream.start();
            recorder.await(r -> r.pictures.size() > 100);
        }
        assertThat(recorder.streams).hasSize(1);
        assertThat(recorder.pictures)
                .extracting(Recorder.Shown::ptsMicros)
                .isSorted()
                .doesNotHaveDuplicates();
        long span = recorder.pictures.get(100).ptsMicros()
                - recorder.pictures.get(0).ptsMicros();
        assertThat(span).isBetween(3_900_000L, 4_100_000L);
    }

    @Test
    void start_ofAnMpeg4File_givesPicturesButNoUnits() throws Exception {
        Path mpeg4 = MovingClip.write(folder.resolve("mpeg4.mp4"), "mpeg4", 160, 96, 12);
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(mpeg4), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.pictures).hasSize(12);
        assertThat(recorder.units).isEmpty();
        assertThat(recorder.statuses).anyMatch(s -> s.message().contains("viewers get JPEG"));
    }

    @Test
    void listener_throwsErrors_theStreamGoesOn() throws Exception {
        Recorder recorder = new Recorder() {
            @Override
            public void onPicture(Picture picture) {
                super.onPicture(picture);
                throw new NoClassDefFoundError("org/example/Missing");
            }
        };
        try (CameraStream stream = new CameraStream(file(clip), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.pictures).hasSize(30);
    }

    @Test
    void start_ofAnMjpegFile_givesWholeJpegs() throws Exception {
        Path mjpeg = MovingClip.write(folder.resolve("mjpeg.avi"), "mjpeg", 160, 96, 8);
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(mjpeg), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.streams).extracting(StreamInfo::codec).containsExactly("jpeg");
        assertThat(recorder.units).hasSize(8).allMatch(AccessUnit::jpeg).allMatch(AccessUnit::key);
        assertThat(recorder.units.get(3).data()).startsWith(0xff, 0xd8);
    }

    @Test
    void start_withoutDecoding_givesUnitsAlone() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(clip).withDecode(false), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.units).hasSize(30);
        assertThat(recorder.pictures).isEmpty();
        assertThat(recorder.streams).hasSize(1);
    }

    @Test
    void start_ofAMissingFile_isRefusedInWords() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(folder.resolve("missing.mp4")), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message())
                    .contains("no such file", "missing.mp4", "reconnecting in");
        }
    }

    @Test
    void start_ofAPlaylistOfFiles_isRefused() throws Exception {
        Path list = Files.writeString(
                folder.resolve("list.mp4"), "ffconcat version 1.0\nfile '" + clip.getFileName() + "'\n");
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(file(list), recorder)) {
            stream.start();
            recorder.awaitState(State.REFUSED);
        }
        assertThat(recorder.pictures).isEmpty();
    }

    @Test
    void start_ofACamera_isLiveWithRates() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(options(camera.url("hall")), recorder)) {
            stream.start();
            recorder.await(r -> r.statuses.stream().anyMatch(s -> s.fps() > 20 && s.keyFrameIntervalSeconds() > 0));
            StreamStatus status = stream.status();
            assertThat(status.state()).isEqualTo(State.LIVE);
            assertThat(status.bitsPerSecond()).isPositive();
            assertThat(status.keyFrameIntervalSeconds()).isBetween(0.3, 0.5);
            assertThat(status.width()).isEqualTo(160);
        }
        assertThat(recorder.units.get(0).key()).isTrue();
        assertThat(recorder.statuses.get(recorder.statuses.size() - 1).state()).isEqualTo(State.DISABLED);
    }

    @Test
    void start_byUdp_isLive() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream =
                new CameraStream(options(camera.url("hall")).withTransport(Transport.UDP), recorder)) {
            stream.start();
            recorder.awaitMore(10);
        }
    }

    @Test
    void start_withAWrongPassword_isRefusedAndNamesNoSecret() throws Exception {
        try (RtspCamera locked =
                RtspCamera.serving(clip).port(0).user("admin", "right").start()) {
            Recorder recorder = new Recorder();
            String url = locked.url("hall").replace("rtsp://", "rtsp://admin:hunter2@");
            try (CameraStream stream = new CameraStream(options(url), recorder)) {
                stream.start();
                StreamStatus status = recorder.awaitState(State.REFUSED);
                assertThat(status.message()).contains("refused the login; check user and password");
                assertThat(recorder.statuses.toString()).doesNotContain("hunter2");
            }
        }
    }

    @Test
    void start_withAnOddPassword_isLetIn() throws Exception {
        try (RtspCamera locked =
                RtspCamera.serving(clip).port(0).user("admin", "p@s/s:w?rd").start()) {
            Recorder recorder = new Recorder();
            String url = locked.url("hall").replace("rtsp://", "rtsp://admin:p@s/s:w?rd@");
            try (CameraStream stream = new CameraStream(options(url), recorder)) {
                stream.start();
                recorder.awaitMore(1);
            }
        }
    }

    @Test
    void start_ofAWrongPath_isRefused() throws Exception {
        try (RtspCamera picky = RtspCamera.serving(clip).port(0).start()) {
            picky.refuse(RtspCamera.Refusal.NOT_FOUND);
            Recorder recorder = new Recorder();
            try (CameraStream stream = new CameraStream(options(picky.url("nowhere")), recorder)) {
                stream.start();
                assertThat(recorder.awaitState(State.REFUSED).message()).contains("no such path (404)", "nowhere");
            }
        }
    }

    @Test
    void start_ofAClosedPort_isLostAndTriedAgain() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(options("rtsp://127.0.0.1:" + port + "/x"), recorder)) {
            stream.start();
            recorder.await(r -> r.statuses.stream().anyMatch(s -> s.reconnects() >= 2));
            assertThat(recorder.awaitState(State.LOST).message())
                    .contains("connection refused", "check address and port");
        }
    }

    @Test
    void start_ofACameraOfMoreThanMaxPixels_isRefusedWithLimitAndSize() throws Exception {
        Recorder recorder = new Recorder();
        try (CameraStream stream = new CameraStream(options(camera.url("hall")).withMaxPixels(10_000), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message())
                    .contains("160 x 96", "max-pixels", "set the camera to smaller ones, or raise the limit");
        }
    }

    @Test
    void freeze_ofTheCamera_isStalledWithinTwiceTheTimeoutAndComesBack() throws Exception {
        try (RtspCamera freezing = RtspCamera.serving(clip).port(0).start()) {
            Recorder recorder = new Recorder();
            StreamOptions options = options(freezing.url("hall")).withTimeout(Duration.ofMillis(1500));
            try (CameraStream stream = new CameraStream(options, recorder)) {
                stream.start();
                recorder.awaitMore(5);
                freezing.freeze();
                long began = System.nanoTime();
                assertThat(recorder.awaitState(State.STALLED).message())
                        .contains("no packet for 1.5 s; reconnecting in");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(4500));
                freezing.thaw();
                recorder.await(r -> r.streams.size() >= 2);
                recorder.awaitMore(1);
            }
        }
    }

    @Test
    void restart_ofTheCamera_isLostAndComesBackAsTheNextStream() throws Exception {
        try (RtspCamera failing = RtspCamera.serving(clip).port(0).start()) {
            Recorder recorder = new Recorder();
            try (CameraStream stream = new CameraStream(options(failing.url("hall")), recorder)) {
                stream.start();
                recorder.awaitMore(2);
                failing.stopListening();
                recorder.awaitState(State.LOST);
                failing.restart();
                recorder.await(r -> r.pictures.stream().anyMatch(p -> p.stream() == 2));
                assertThat(recorder.pictures.stream()
                                .filter(p -> p.stream() == 2)
                                .findFirst()
                                .orElseThrow()
                                .sequence())
                        .isZero();
                assertThat(stream.status().lastError()).isNotEmpty();
            }
        }
    }

    @Test
    void play_ofAnotherSize_isTheNextStreamWithTheNewSize() throws Exception {
        Path other = MovingClip.h264(folder.resolve("other.mp4"), 320, 192, 20);
        try (RtspCamera changing = RtspCamera.serving(clip).port(0).start()) {
            Recorder recorder = new Recorder();
            try (CameraStream stream = new CameraStream(options(changing.url("hall")), recorder)) {
                stream.start();
                recorder.awaitMore(3);
                changing.play(other);
                recorder.await(r -> r.pictures.stream().anyMatch(p -> p.width() == 320));
            }
            StreamInfo last = recorder.streams.get(recorder.streams.size() - 1);
            assertThat(last.width()).isEqualTo(320);
            assertThat(last.height()).isEqualTo(192);
            assertThat(recorder.pictures)
                    .allMatch(p ->
                            p.width() == recorder.streams.get(p.stream() - 1).width());
        }
    }

    @Test
    void corruptPackets_areCountedAndSurvived() throws Exception {
        try (RtspCamera noisy = RtspCamera.serving(clip).port(0).start()) {
            Recorder recorder = new Recorder();
            try (CameraStream stream = new CameraStream(options(noisy.url("hall")), recorder)) {
                stream.start();
                recorder.awaitMore(3);
                noisy.corrupt(7);
                recorder.await(r -> r.statuses.stream()
                        .anyMatch(s -> s.corrupt() > 0 && s.message().contains("pictures arrive damaged")));
                noisy.corrupt(0);
                recorder.awaitMore(30);
            }
        }
    }

    @Test
    void twelveCameras_allBlackHoled_areAllNoticed() throws Exception {
        try (RtspCamera hole = RtspCamera.serving(clip).port(0).start()) {
            hole.blackHole(true);
            List<CameraStream> streams = new ArrayList<>();
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Recorder recorder = new Recorder();
                recorders.add(recorder);
                streams.add(
                        new CameraStream(options(hole.url("cam" + i)).withTimeout(Duration.ofMillis(700)), recorder));
            }
            try {
                streams.forEach(CameraStream::start);
                for (Recorder recorder : recorders) {
                    assertThat(recorder.awaitState(State.LOST).message()).contains("no answer for 0.7 s");
                }
            } finally {
                streams.forEach(CameraStream::close);
            }
        }
    }

    @Test
    void listenerThatThrows_doesNotEndTheStream() throws Exception {
        Recorder recorder = new Recorder() {
            @Override
            public synchronized void onAccessUnit(AccessUnit unit) {
                super.onAccessUnit(unit);
                throw new IllegalStateException("a listener's mistake, on purpose");
            }
        };
        try (CameraStream stream =
                new CameraStream(file(MovingClip.h264(folder.resolve("three.mp4"), 160, 96, 3)), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.pictures).hasSize(3);
    }

    @Test
    void twoHundredCycles_leaveNoHandlesAndLittleMemory() throws Exception {
        cycles(20);
        int handles = handles();
        long memory = residentKilobytes();
        cycles(200);
        assertThat(handles()).isEqualTo(handles);
        assertThat(residentKilobytes() - memory).isLessThan(60_000);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("capture-cycle"));
    }

    private static void cycles(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Recorder recorder = new Recorder();
            StreamOptions options =
                    StreamOptions.of("cycle", SourceUrl.of(clip)).withPaced(false);
            try (CameraStream stream = new CameraStream(options, recorder)) {
                stream.start();
                recorder.awaitMore(1);
            }
        }
    }

    private static int handles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
