package dev.osprey.server.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.config.Role;
import dev.osprey.server.http.api.FakeBackend;
import dev.osprey.server.http.api.RunningServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {
    private static final String FOLLOW_HALL =
            "{\"type\":\"subscribe\",\"cameras\":[\"hall\"],\"channels\":[\"video\",\"analysis\",\"status\"],"
                    + "\"accept\":[\"avc1\",\"jpeg\"],\"role\":\"full\"}";

    @TempDir
    Path data;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static AccessUnit unit(boolean key, long pts, int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) pts);
        return new AccessUnit("hall", 7, key, false, pts, 1_700_000_000_000_000L + pts, body);
    }

    private FakeBackend.Watch opened() throws InterruptedException {
        FakeBackend.Watch watch = server.backend.opened.poll(10, TimeUnit.SECONDS);
        assertThat(watch).as("a subscription within 10 s").isNotNull();
        return watch;
    }

    @Test
    void connect_byToken_saysHello() throws Exception {
        JsonNode hello = server.live().next("hello");

        assertThat(hello.get("protocol").intValue()).isEqualTo(1);
        assertThat(hello.get("time").longValue()).isGreaterThan(1_600_000_000_000_000L);
    }

    @Test
    void ping_withIdAndTime_comesBackWithServersTime() throws Exception {
        JsonNode pong =
                server.live().say("{\"type\":\"ping\",\"id\":4,\"t\":12.5}").next("pong");

        assertThat(pong.get("id").intValue()).isEqualTo(4);
        assertThat(pong.get("t").doubleValue()).isEqualTo(12.5);
        assertThat(pong.get("time").longValue()).isGreaterThan(1_600_000_000_000_000L);
    }

    @Test
    void subscribe_knownCamera_streamIsDescribed() throws Exception {
        JsonNode stream = server.live().say(FOLLOW_HALL).next("stream");
        FakeBackend.Watch video = opened();

        assertThat(stream.get("camera").textValue()).isEqualTo("hall");
        assertThat(stream.get("stream").intValue()).isEqualTo(7);
        assertThat(stream.get("codec").textValue()).isEqualTo("avc1.4d401f");
        assertThat(stream.get("width").intValue()).isEqualTo(640);
        assertThat(stream.get("node").textValue()).isEqualTo(server.access.instance());
        assertThat(video.request().role()).isEqualTo(Role.FULL);
        assertThat(video.request().accept()).containsExactlyInAnyOrder("avc1", "jpeg");
    }

    @Test
    void video_accessUnit_hasHeaderOf24BytesBigEndian() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        opened();

        server.backend.publish(
                new AccessUnit("hall", 0x01020304, true, false, -5, 0x1122334455667788L, new byte[] {9}));
        Buffer message = socket.nextBinary();

        assertThat(message.getBytes())
                .containsExactly(
                        'O', 'S', 1, 1, 1, 2, 3, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfb, 0x11, 0x22, 0x33,
                        0x44, 0x55, 0x66, 0x77, 0x88, 9);
    }

    @Test
    void video_jpeg_isFlagged() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        opened();

        server.backend.publish(new AccessUnit("hall", 7, true, true, 0, 0, new byte[] {9}));

        assertThat(socket.nextBinary().getByte(3)).isEqualTo((byte) 3);
    }

    @Test
    void video_largerThanAFrame_arrivesWhole() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        opened();

        server.backend.publish(unit(true, 3, 700_000));
        Buffer message = socket.nextBinary();

        assertThat(message.length()).isEqualTo(700_024);
        assertThat(message.getByte(700_023)).isEqualTo((byte) 3);
    }

    @Test
    void analysisAndStatus_published_arriveAsTheyAre() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        opened();
        opened();

        server.backend.publishAnalysis("hall", "{\"type\":\"analysis\",\"sequence\":1}");
        server.backend.publishStatus("hall", "{\"type\":\"status\",\"camera\":\"hall\"}");

        assertThat(socket.next("analysis").get("sequence").intValue()).isEqualTo(1);
        assertThat(socket.next("status").get("camera").textValue()).isEqualTo("hall");
    }

    @Test
    void subscribe_unknownCamera_errorAndOthersGoOn() throws Exception {
        TestSocket socket =
                server.live().say("{\"type\":\"subscribe\",\"cameras\":[\"attic\",\"hall\"],\"channels\":[\"video\"]}");

        JsonNode error = socket.next("error");

        assertThat(error.get("code").textValue()).isEqualTo("unknown-camera");
        assertThat(error.get("camera").textValue()).isEqualTo("attic");
        assertThat(opened().request().camera()).isEqualTo("hall");
    }

    @Test
    void message_notJson_errorAndConnectionStays() throws Exception {
        TestSocket socket = server.live();

        assertThat(socket.say("{nonsense").next("error").get("code").textValue())
                .isEqualTo("bad-message");
        assertThat(socket.say("[1]").next("error").get("code").textValue()).isEqualTo("bad-message");
        assertThat(socket.say("{\"type\":\"dance\"}").next("error").get("code").textValue())
                .isEqualTo("unknown-type");
        assertThat(socket.say("{\"type\":\"subscribe\",\"cameras\":\"hall\"}")
                        .next("error")
                        .get("code")
                        .textValue())
                .isEqualTo("bad-message");
        assertThat(socket.say("{\"type\":\"subscribe\",\"cameras\":[\"hall\"],\"channels\":[\"smell\"]}")
                        .next("error")
                        .get("code")
                        .textValue())
                .isEqualTo("unknown-channel");
        assertThat(socket.say("{\"type\":\"ping\"}").next("pong")).isNotNull();
    }

    @Test
    void message_tooLong_connectionIsClosed() throws Exception {
        TestSocket socket = server.live();

        socket.say("{\"type\":\"ping\",\"id\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(socket.closedWithin(10)).isTrue();
    }

    @Test
    void message_tooLongInPieces_closesTheSocketWithWords() throws Exception {
        TestSocket socket = server.live();

        socket.socket.writeFrame(WebSocketFrame.textFrame("x".repeat(40_000), false));
        socket.socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(40_000)), true));

        assertThat(socket.closedWithin(10)).isTrue();
        assertThat(socket.socket.closeStatusCode()).isEqualTo((short) 1009);
        assertThat(socket.socket.closeReason()).contains("65536 bytes");
    }

    @Test
    void unsubscribe_videoAlone_messagesGoOn() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        FakeBackend.Watch video = opened();
        opened();

        socket.say("{\"type\":\"unsubscribe\",\"cameras\":[\"hall\"],\"channels\":[\"video\"]}");
        FakeBackend.Watch closed = server.backend.closed.poll(10, TimeUnit.SECONDS);
        server.backend.publishStatus("hall", "{\"type\":\"status\",\"camera\":\"hall\"}");

        assertThat(closed).isSameAs(video);
        assertThat(socket.next("status")).isNotNull();
    }

    @Test
    void subscribe_sameAgain_videoIsNotRestarted() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        opened();
        opened();

        socket.say(FOLLOW_HALL).say("{\"type\":\"ping\"}").next("pong");

        assertThat(server.backend.opened).isEmpty();
        assertThat(server.backend.watches).hasSize(2);
    }

    @Test
    void disconnect_client_endsItsSubscriptions() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);
        opened();
        opened();

        socket.socket.close();

        assertThat(server.backend.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(server.backend.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(server.backend.watches).isEmpty();
    }

    @Test
    void cameraRemoved_follower_isTold() throws Exception {
        TestSocket socket = server.live().say(FOLLOW_HALL);

        opened().sink.onGone();

        assertThat(socket.next("error").get("code").textValue()).isEqualTo("camera-removed");
    }

    @Test
    void video_oneClientStops_othersGetAll() throws Exception {
        TestSocket stopped = server.live();
        stopped.next("hello");
        stopped.say(FOLLOW_HALL);
        FakeBackend.Watch slow = opened();
        opened();
        TestSocket quick = server.live().say(FOLLOW_HALL);
        opened();
        opened();
        stopped.socket.pause();

        int sent = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); // what waits is dropped by its age
        while (slow.counts().dropped() == 0 && System.nanoTime() < deadline) {
            server.backend.publish(unit(sent % 10 == 0, sent, 20_000));
            assertThat(quick.nextBinary().getLong(8)).isEqualTo(sent);
            sent++;
        }

        assertThat(slow.counts().dropped()).isPositive();
        server.backend.publish(unit(true, sent, 20_000));
        assertThat(quick.nextBinary().getLong(8)).isEqualTo(sent);
    }

    @Test
    void video_clientTakesNothingForTooLong_isClosed() throws Exception {
        try (RunningServer impatient =
                new RunningServer(data, settings -> settings.withStallTimeout(Duration.ofMillis(400)))) {
            try (Socket deaf = deafClient(impatient.server.port())) {
                FakeBackend.Watch watch = impatient.backend.opened.poll(10, TimeUnit.SECONDS);
                for (int i = 0; i < 400; i++) {
                    watch.unit(unit(i == 0, i, 50_000));
                }

                assertThat(impatient.backend.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
                assertThat(impatient.get("/metrics").bodyAsString()).contains("osprey_live_stalled_closed_total 1\n");
            }
        }
    }

    @Test
    void stream_deafClientIsToldTooOftenByACamera_isClosedOnItsOwnContext() throws Exception {
        try (Socket deaf = deafClient(server.server.port())) {
            FakeBackend.Watch watch = opened();
            for (int i = 0; i < 40_000; i++) {
                watch.sink.onStream(new StreamInfo("hall", i, "avc1.4d401f", 640, 360));
            }

            FakeBackend.Watch closed = server.backend.closed.poll(10, TimeUnit.SECONDS);
            assertThat(closed).as("closed within 10 s").isNotNull();
            assertThat(closed.closedBy).startsWith("vert.x-eventloop");
        }
    }

    @Test
    void token_guessedFromTheSameAddress_liveSocketStays() throws Exception {
        try (RunningServer quick =
                new RunningServer(data, settings -> settings.withStallTimeout(Duration.ofMillis(400)))) {
            TestSocket viewer = quick.live();
            viewer.next("hello");
            for (int i = 0; i < 10; i++) {
                RunningServer.await(quick.http
                        .get("/api/cameras")
                        .bearerTokenAuthentication("a-guess-" + i)
                        .send());
            }

            assertThat(viewer.closedWithin(1)).isFalse();
            assertThat(viewer.say("{\"type\":\"ping\"}").next("pong")).isNotNull();
        }
    }

    /** Subscribes, and never reads a byte: what the kernel takes for it is little. */
    private static Socket deafClient(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        byte[] upgrade = ("GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + "Authorization: Bearer " + RunningServer.TOKEN + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(upgrade);
        assertThat(socket.getInputStream().read()).isEqualTo('H'); // the upgrade is answered: frames may follow
        byte[] text = FOLLOW_HALL.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | text.length)}); // up to 125 bytes
        frame.writeBytes(new byte[] {0, 0, 0, 0}); // a mask of zeros changes nothing
        frame.writeBytes(text);
        socket.getOutputStream().write(frame.toByteArray());
        return socket;
    }
}
