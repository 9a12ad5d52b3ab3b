package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.MovingClip;
import dev.osprey.media.simulator.Misbehaviour;
import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.media.source.SourceUrl;
import dev.osprey.media.source.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cameras that answer, but not as one would wish. */
@Timeout(120)
class CameraDialogueTest {
    @TempDir
    static Path folder;

    static Path clip;

    private final Recorder recorder = new Recorder();
    private RtspCamera camera;

    @BeforeAll
    static void record() throws IOException {
        clip = MovingClip.h264(folder.resolve("clip.mp4"), 160, 96, 30);
    }

    @BeforeEach
    void serve() throws IOException {
        camera = RtspCamera.serving(clip).port(0).start();
    }

    @AfterEach
    void end() {
        camera.close();
    }

    private CameraStream stream(Transport transport, Duration timeout) throws Exception {
        StreamOptions options = StreamOptions.of("hall", SourceUrl.parse(camera.url("hall"), SourceUrl.FROM_FILE))
                .withTransport(transport)
                .withTimeout(timeout)
                .withPauses(Duration.ofMillis(50), Duration.ofMillis(200));
        return new CameraStream(options, recorder);
    }

    private CameraStream stream(Transport transport) throws Exception {
        return stream(transport, Duration.ofSeconds(4));
    }

    @Test
    void start_packetsButNoKeyFrame_isSaidAndAskedAnew() throws Exception {
        camera.misbehaviour().keyFrames(false);
        try (CameraStream stream = stream(Transport.TCP, Duration.ofMillis(700))) {
            stream.start();
            recorder.await(r -> r.statuses.stream()
                    .anyMatch(s -> s.state() == State.CONNECTING
                            && s.message().contains("packets arrive, but no key frame for")
                            && s.message().contains("interval")));
            recorder.await(r -> r.statuses.stream().anyMatch(s -> s.reconnects() > 0));
            assertThat(recorder.pictures).isEmpty();
            camera.misbehaviour().keyFrames(true);
            recorder.awaitState(State.LIVE);
        }
    }

    @Test
    void auto_ofACameraOfUdpAlone_isLiveOverUdpAndSaysSo() throws Exception {
        camera.misbehaviour().carriage(Misbehaviour.Carriage.UDP_ALONE);
        try (CameraStream stream = stream(Transport.AUTO)) {
            stream.start();
            recorder.awaitMore(3);
            assertThat(recorder.awaitState(State.LIVE).message()).contains("over UDP");
        }
    }

    @Test
    void auto_ofACameraThatAnswersUdpToTcp_isLiveOverUdpAndSaysSo() throws Exception {
        camera.misbehaviour().carriage(Misbehaviour.Carriage.UDP_WHATEVER);
        try (CameraStream stream = stream(Transport.AUTO)) {
            stream.start();
            recorder.awaitMore(3);
            assertThat(recorder.awaitState(State.LIVE).message()).contains("over UDP");
        }
    }

    @Test
    void tcp_ofACameraOfUdpAlone_namesTheOtherTransport() throws Exception {
        camera.misbehaviour().carriage(Misbehaviour.Carriage.UDP_ALONE);
        try (CameraStream stream = stream(Transport.TCP)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message())
                    .contains("does not serve RTSP over TCP (461", "set transport: udp, or auto");
        }
    }

    @Test
    void tcp_ofACameraThatAnswersUdp_namesTheOtherTransport() throws Exception {
        camera.misbehaviour().carriage(Misbehaviour.Carriage.UDP_WHATEVER);
        try (CameraStream stream = stream(Transport.TCP)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("set transport: udp, or auto");
        }
    }

    @Test
    void udp_ofACameraOfTcpAlone_namesTheOtherTransport() throws Exception {
        camera.misbehaviour().carriage(Misbehaviour.Carriage.TCP_ALONE);
        try (CameraStream stream = stream(Transport.UDP)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("set transport: tcp, or auto");
        }
    }

    @Test
    void start_ofACameraThatHangsUpAtOnce_asksForTooManyConnections() throws Exception {
        camera.misbehaviour().hangUp(true);
        try (CameraStream stream = stream(Transport.TCP)) {
            stream.start();
            assertThat(recorder.awaitState(State.LOST).message())
                    .contains("the camera hung up at once: too many connections?");
        }
    }

    @Test
    void start_answeredByBadRequest_hasWords() throws Exception {
        camera.refuse(RtspCamera.Refusal.BAD_REQUEST);
        try (CameraStream stream = stream(Transport.TCP)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("bad (400)", "check the path");
        }
    }

    @Test
    void start_ofATransportStreamOverRtsp_isLive() throws Exception {
        Path packed = MovingClip.h264(folder.resolve("clip.ts"), 160, 96, 75);
        try (RtspCamera ts =
                RtspCamera.serving(packed).port(0).transportStream().start()) {
            StreamOptions options = StreamOptions.of("hall", SourceUrl.parse(ts.url("hall"), SourceUrl.FROM_FILE))
                    .withPauses(Duration.ofMillis(50), Duration.ofMillis(200));
            try (CameraStream stream = new CameraStream(options, recorder)) {
                stream.start();
                recorder.awaitMore(30);
                assertThat(stream.status().codec()).startsWith("avc1.");
            }
        }
    }
}
