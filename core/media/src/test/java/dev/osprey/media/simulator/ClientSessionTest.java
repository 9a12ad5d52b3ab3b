package dev.osprey.media.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the camera says, word by word. */
class ClientSessionTest {
    @TempDir
    private Path folder;

    private RtspCamera camera;
    private RawClient client;

    @BeforeEach
    void connect() throws IOException {
        camera = RtspCamera.serving(TestClips.h264(folder.resolve("a.mp4"), 64, 64, 12))
                .start();
        client = new RawClient(camera.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        camera.close();
    }

    @Test
    void describe_h264_namesCodecParameterSetsAndTrack() throws IOException {
        assertThat(client.ask("DESCRIBE rtsp://h/hall RTSP/1.0\r\nCSeq: 2\r\nAccept: application/sdp"))
                .startsWith("RTSP/1.0 200 OK\r\nCSeq: 2\r\n")
                .contains("Content-Base: rtsp://h/hall/")
                .contains("a=rtpmap:96 H264/90000")
                .containsPattern("sprop-parameter-sets=Z[\\w+/=]+,a[\\w+/=]+")
                .contains("a=framerate:25.000")
                .contains("a=control:track1");
    }

    @Test
    void setup_thenPlay_answersWithTransportSessionAndRtpInfo() throws IOException {
        String setup = client.ask("SETUP rtsp://h/hall/track1 RTSP/1.0\r\nCSeq: 3\r\n"
                + "Transport: RTP/AVP/TCP;unicast;interleaved=4-5");
        assertThat(setup).contains("interleaved=4-5").contains(";timeout=60");

        assertThat(client.ask("PLAY rtsp://h/hall/ RTSP/1.0\r\nCSeq: 4\r\nSession: " + session(setup)))
                .startsWith("RTSP/1.0 200")
                .containsPattern("RTP-Info: url=rtsp://h/hall/track1;seq=\\d+;rtptime=\\d+");
    }

    @Test
    void setup_severalTransports_takesTheFirstItCan() throws IOException {
        assertThat(client.ask("SETUP rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\n"
                        + "Transport: RTP/AVP;multicast,RTP/AVP;unicast;client_port=50000-50001,RTP/AVP/TCP"))
                .contains("client_port=50000-50001;server_port=");
    }

    @Test
    void setup_unknownTransport_isRefused() throws IOException {
        assertThat(client.ask("SETUP rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\nTransport: MP2T/H2221/UDP;unicast"))
                .startsWith("RTSP/1.0 461");
    }

    @Test
    void play_withoutSession_isRefused() throws IOException {
        assertThat(client.ask("PLAY rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\nSession: 123"))
                .startsWith("RTSP/1.0 454");
    }

    @Test
    void getParameter_whilePlaying_keepsTheSession() throws IOException {
        String setup = client.ask(
                "SETUP rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\n" + "Transport: RTP/AVP;unicast;client_port=50000-50001");
        assertThat(client.ask("GET_PARAMETER rtsp://h/x RTSP/1.0\r\nCSeq: 5\r\nSession: " + session(setup)))
                .startsWith("RTSP/1.0 200")
                .contains("Session: " + session(setup));
    }

    @Test
    void teardown_thenPlay_isRefused() throws IOException {
        String setup = client.ask("SETUP rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;interleaved=0-1");
        String session = session(setup);
        assertThat(client.ask("TEARDOWN rtsp://h/x RTSP/1.0\r\nCSeq: 2\r\nSession: " + session))
                .startsWith("RTSP/1.0 200");
        assertThat(client.ask("PLAY rtsp://h/x RTSP/1.0\r\nCSeq: 3\r\nSession: " + session))
                .startsWith("RTSP/1.0 454");
    }

    @Test
    void unknownMethod_isNotImplemented() throws IOException {
        assertThat(client.ask("RECORD rtsp://h/x RTSP/1.0\r\nCSeq: 1")).startsWith("RTSP/1.0 501");
    }

    @Test
    void notRtsp_isDisconnected() throws IOException {
        client.say("GET / HTTP/1.1");
        client.awaitEnd();
        assertThat(new RawClient(camera.port()).ask("OPTIONS * RTSP/1.0\r\nCSeq: 1"))
                .startsWith("RTSP/1.0 200");
    }

    private static String session(String answer) {
        int at = answer.indexOf("Session: ") + 9;
        return answer.substring(at, answer.indexOf(';', at));
    }
}
