package dev.osprey.media.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtspCameraTest {
    private static final int FRAMES = 30;

    @TempDir
    private static Path folder;

    private static Path clip;
    private static Path larger;

    @BeforeAll
    static void makeClips() {
        clip = TestClips.h264(folder.resolve("a.mp4"), 320, 240, FRAMES);
        larger = TestClips.h264(folder.resolve("b.mp4"), 480, 320, FRAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void play_h264_sendsTheFilesNalUnitsInOrder(String transport) throws IOException {
        List<byte[]> expected = loop(ClipFile.read(clip).withParameterSets(true), 2 * FRAMES);
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                FfmpegClient client = new FfmpegClient(camera.url("any/path?at=all"), transport)) {
            List<FfmpegClient.Packet> packets = client.next(FRAMES + 5);

            assertThat(packets.get(0).key()).isTrue();
            assertContainsInOrder(expected, nals(packets));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void play_h265_sendsTheFilesNalUnitsInOrder(String transport) throws Exception {
        Path h265 =
                Path.of(RtspCameraTest.class.getResource("/simulator/h265.mp4").toURI());
        List<byte[]> expected = loop(ClipFile.read(h265).withParameterSets(true), 60);
        try (RtspCamera camera = RtspCamera.serving(h265).start();
                FfmpegClient client = new FfmpegClient(camera.url("hall"), transport)) {
            assertContainsInOrder(expected, nals(client.next(25)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void play_jpeg_sendsTheFilesScans(String transport) throws IOException {
        Path jpeg = TestClips.jpeg(folder.resolve(transport + ".avi"), 320, 240, 10);
        List<byte[]> expected = ClipFile.read(jpeg).units().stream()
                .map(unit -> scan(unit.nals().get(0)))
                .toList();
        try (RtspCamera camera = RtspCamera.serving(jpeg).start();
                FfmpegClient client = new FfmpegClient(camera.url("hall"), transport)) {
            for (FfmpegClient.Packet packet : client.next(12)) {
                assertThat(FfmpegClient.contains(expected, scan(packet.data()))).isTrue();
            }
        }
    }

    @Test
    void play_overSeveralRounds_timesGrowByOneFrameEach() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).fps(100).start();
                FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
            List<FfmpegClient.Packet> packets = client.next(3 * FRAMES);

            // FFmpeg gives the first packet no time.
            for (int i = 2; i < packets.size(); i++) {
                assertThat(packets.get(i).ptsMicros() - packets.get(i - 1).ptsMicros())
                        .isBetween(9_900L, 10_100L);
            }
        }
    }

    @Test
    void play_parameterSetsOutOfBand_sendsNoneInTheStream() throws IOException {
        try (RtspCamera camera =
                        RtspCamera.serving(clip).inBandParameterSets(false).start();
                FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
            assertThat(client.opened()).isZero();
            assertThat(nals(client.next(FRAMES))).noneMatch(Codec.H264::isParameterSet);
        }
    }

    @Test
    void play_severalClients_eachGetsTheStream() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                FfmpegClient one = new FfmpegClient(camera.url("hall"), "tcp");
                FfmpegClient two = new FfmpegClient(camera.url("hall"), "udp");
                FfmpegClient three = new FfmpegClient(camera.url("hall"), "tcp")) {
            assertThat(camera.clients()).isEqualTo(3);
            assertThat(one.next(12)).hasSize(12);
            assertThat(two.next(12)).hasSize(12);
            assertThat(three.next(12)).hasSize(12);
        }
    }

    @Test
    void open_rightLogin_isLetIn() throws IOException {
        try (RtspCamera camera =
                        RtspCamera.serving(clip).user("viewer", "a b:c").start();
                FfmpegClient client = new FfmpegClient(camera.urlWithLogin("hall"), "tcp")) {
            assertThat(client.next(3)).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer:wrong@", "other:secret@", ""})
    void open_wrongLogin_isRefused(String login) throws IOException {
        try (RtspCamera camera =
                        RtspCamera.serving(clip).user("viewer", "secret").start();
                FfmpegClient client =
                        new FfmpegClient("rtsp://" + login + "127.0.0.1:" + camera.port() + "/hall", "tcp")) {
            assertThat(client.opened()).isEqualTo(org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RtspCamera.Refusal.class,
            names = {"LOGIN", "FORBIDDEN", "NOT_FOUND", "BUSY"})
    void refuse_describe_isAnsweredWithTheStatus(RtspCamera.Refusal refusal) throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                RawClient client = new RawClient(camera.port())) {
            camera.refuse(refusal);
            assertThat(client.ask("DESCRIBE rtsp://h/x RTSP/1.0\r\nCSeq: 7"))
                    .startsWith("RTSP/1.0 " + refusal.status())
                    .contains("CSeq: 7");

            camera.refuse(false);
            assertThat(client.ask("DESCRIBE rtsp://h/x RTSP/1.0\r\nCSeq: 8")).startsWith("RTSP/1.0 200");
        }
    }

    @Test
    void refuse_byClosing_closesWithoutAnswer() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                RawClient client = new RawClient(camera.port())) {
            camera.refuse(RtspCamera.Refusal.CLOSE);
            assertThat(client.ask("OPTIONS * RTSP/1.0\r\nCSeq: 1")).isEmpty();
        }
    }

    @Test
    void freeze_whilePlaying_keepsTheConnectionSilentUntilThawed() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                RawClient client = new RawClient(camera.port())) {
            camera.freeze();
            client.say("OPTIONS * RTSP/1.0\r\nCSeq: 1");
            assertThat(client.silent(400)).isTrue();

            camera.thaw();
            assertThat(client.silent(3000)).isFalse();
        }
    }

    @Test
    void freeze_thenThaw_theStreamGoesOnWithLaterTimes() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
            long before = client.next(5).get(4).ptsMicros();
            camera.freeze();
            camera.thaw();
            assertThat(client.next(20).get(19).ptsMicros()).isGreaterThan(before);
        }
    }

    @Test
    void play_otherClipInMidStream_sendsItsParameterSetsAndPictures() throws IOException {
        Clip other = ClipFile.read(larger);
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
            client.next(5);
            camera.play(larger);
            List<FfmpegClient.Packet> packets = client.next(FRAMES + 20);

            assertThat(FfmpegClient.contains(
                            nals(packets), other.parameterSets().get(0)))
                    .isTrue();
            assertThat(FfmpegClient.contains(
                            nals(packets), other.units().get(3).nals().get(0)))
                    .isTrue();
            for (int i = 1; i < packets.size(); i++) {
                assertThat(packets.get(i).ptsMicros())
                        .isGreaterThan(packets.get(i - 1).ptsMicros());
            }
        }
    }

    @Test
    void corrupt_everyThirdPacket_damagesPicturesAndKeepsTheStream() throws IOException {
        List<byte[]> intact = loop(ClipFile.read(clip).withParameterSets(true), FRAMES);
        try (RtspCamera camera = RtspCamera.serving(clip).start()) {
            camera.corrupt(3);
            try (FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
                List<byte[]> nals = nals(client.next(FRAMES));
                assertThat(nals).anyMatch(nal -> !FfmpegClient.contains(intact, nal));
                assertThat(nals).anyMatch(nal -> FfmpegClient.contains(intact, nal));
            }
        }
    }

    @Test
    void blackHole_newConnection_isNeverAnswered() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start()) {
            camera.blackHole(true);
            try (RawClient client = new RawClient(camera.port())) {
                client.say("OPTIONS * RTSP/1.0\r\nCSeq: 1");
                assertThat(client.silent(500)).isTrue();
            }
        }
    }

    @Test
    void stopListening_thenRestart_refusesAndThenServesOnTheSamePort() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start()) {
            int port = camera.port();
            try (RawClient client = new RawClient(port)) {
                client.ask("OPTIONS * RTSP/1.0\r\nCSeq: 1");
                camera.stopListening();
                client.awaitEnd();
                assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
            }
            camera.restart();
            try (FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
                assertThat(camera.port()).isEqualTo(port);
                assertThat(client.next(3)).hasSize(3);
            }
        }
    }

    @Test
    void dropClients_playing_endsTheConnectionAndWelcomesNewOnes() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start();
                RawClient client = new RawClient(camera.port())) {
            client.ask("OPTIONS * RTSP/1.0\r\nCSeq: 1");
            camera.dropClients();
            client.awaitEnd();
            try (RawClient again = new RawClient(camera.port())) {
                assertThat(again.ask("OPTIONS * RTSP/1.0\r\nCSeq: 1")).startsWith("RTSP/1.0 200");
            }
        }
    }

    @Test
    void connect_moreThanTheLimit_isTurnedAway() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).maxClients(1).start();
                RawClient first = new RawClient(camera.port())) {
            first.ask("OPTIONS * RTSP/1.0\r\nCSeq: 1");
            try (RawClient second = new RawClient(camera.port())) {
                assertThat(answerOrReset(second)).matches("(?s)(RTSP/1.0 503.*)?");
            }
            assertThat(camera.clients()).isEqualTo(1);
        }
    }

    @Test
    void close_withClients_endsTheirThreads() throws IOException {
        RtspCamera camera = RtspCamera.serving(clip).start();
        String prefix = "rtsp-camera-" + camera.port() + "-client";
        try (FfmpegClient client = new FfmpegClient(camera.url("hall"), "tcp")) {
            client.next(2);
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith(prefix))
                    .toList();
            assertThat(threads).hasSize(1);

            camera.close();

            assertThat(camera.clients()).isZero();
            threads.get(0).join(5000);
            assertThat(threads.get(0).isAlive()).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void start_portInUse_saysWhichAndWhatToDo() throws IOException {
        try (RtspCamera camera = RtspCamera.serving(clip).start()) {
            assertThatThrownBy(
                            () -> RtspCamera.serving(clip).port(camera.port()).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + camera.port())
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void start_notAClip_saysSo() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "not a clip");
        assertThatThrownBy(() -> RtspCamera.serving(text).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notes.mp4 is not a clip that can be read");
        assertThatThrownBy(() -> RtspCamera.serving(folder.resolve("none.mp4")).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such clip");
    }

    @Test
    void start_otherCodec_namesItAndThePossibleOnes() {
        Path mpeg4 = TestClips.mpeg4(folder.resolve("mpeg4.mp4"), 64, 64, 5);
        assertThatThrownBy(() -> RtspCamera.serving(mpeg4).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mpeg4 video")
                .hasMessageContaining("H.264, H.265 and MJPEG");
    }

    private static String answerOrReset(RawClient client) throws IOException {
        try {
            return client.ask("OPTIONS * RTSP/1.0\r\nCSeq: 1");
        } catch (SocketException e) {
            return "";
        }
    }

    private static List<byte[]> loop(Clip clip, int pictures) {
        List<byte[]> nals = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            nals.addAll(clip.units().get(i % clip.units().size()).nals());
        }
        return nals;
    }

    private static List<byte[]> nals(List<FfmpegClient.Packet> packets) {
        return packets.stream().flatMap(packet -> packet.nals().stream()).toList();
    }

    /* The client may have begun at any key frame of the loop. */
    private static void assertContainsInOrder(List<byte[]> all, List<byte[]> part) {
        for (int start = 0; start + part.size() <= all.size(); start++) {
            boolean same = true;
            for (int i = 0; same && i < part.size(); i++) {
                same = Arrays.equals(all.get(start + i), part.get(i));
            }
            if (same) {
                return;
            }
        }
        throw new AssertionError("the " + part.size() + " NAL units received are no part of the clip's");
    }

    /** The entropy-coded data of a JPEG, which RTP carries as it is; the end marker's two bytes follow it. */
    private static byte[] scan(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xda) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        }
        int start = at + 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        return Arrays.copyOfRange(jpeg, start, jpeg.length - 2);
    }
}
