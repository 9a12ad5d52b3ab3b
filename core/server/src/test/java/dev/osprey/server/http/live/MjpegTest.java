package dev.osprey.server.http.live;

import static dev.osprey.server.http.api.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.server.access.AccessRole;
import dev.osprey.server.http.api.FakeBackend;
import dev.osprey.server.http.api.RunningServer;
import dev.osprey.server.live.HeldBytes;
import dev.osprey.server.live.VideoMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MjpegTest {
    @TempDir
    Path data;

    private RunningServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(data);
        client = server.vertx.createHttpClient();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static VideoMessage jpeg(int pts, int bytes) {
        byte[] body = new byte[bytes];
        body[0] = (byte) pts;
        return new VideoMessage(new AccessUnit("hall", 7, true, true, pts, 0, body), new HeldBytes(1 << 20));
    }

    /** What comes until the text has been seen. */
    private CompletableFuture<String> read(String until) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Buffer all = Buffer.buffer();
        client.request(
                        HttpMethod.GET,
                        server.server.port(),
                        "127.0.0.1",
                        "/api/cameras/hall/stream.mjpg?annotated=true")
                .compose(request -> request.putHeader("Authorization", "Bearer " + RunningServer.TOKEN)
                        .send())
                .onFailure(seen::completeExceptionally)
                .onSuccess(response -> {
                    all.appendString(response.getHeader("Content-Type") + "\n");
                    response.handler(part -> {
                        all.appendBuffer(part);
                        String text = all.toString(StandardCharsets.ISO_8859_1);
                        if (text.contains(until)) {
                            seen.complete(text);
                            response.request().connection().close();
                        }
                    });
                });
        return seen;
    }

    @Test
    void stream_onePicture_isOnePartWithItsLength() throws Exception {
        CompletableFuture<String> seen = read("Content-Length: 5\r\n\r\nA\0\0\0\0\r\n--osprey-picture\r\n");
        FakeBackend.Watch watch = server.backend.opened.poll(10, TimeUnit.SECONDS);

        assertThat(watch.request().jpeg().annotated()).isTrue();
        watch.sink.onVideo(jpeg('A', 5));

        assertThat(seen.get(10, TimeUnit.SECONDS))
                .startsWith("multipart/x-mixed-replace; boundary=osprey-picture\n--osprey-picture\r\n")
                .contains("Content-Type: image/jpeg");
    }

    @Test
    void stream_clientGone_endsTheSubscription() throws Exception {
        CompletableFuture<String> seen = read("Content-Length: 5");
        FakeBackend.Watch watch = server.backend.opened.poll(10, TimeUnit.SECONDS);
        watch.sink.onVideo(jpeg('A', 5));
        seen.get(10, TimeUnit.SECONDS);

        assertThat(server.backend.closed.poll(10, TimeUnit.SECONDS)).isSameAs(watch);
    }

    @Test
    void stream_clientStops_getsTheNewestWhenItReadsAgain() throws Exception {
        HttpClientResponse response =
                await(client.request(HttpMethod.GET, server.server.port(), "127.0.0.1", "/api/cameras/hall/stream.mjpg")
                        .compose(request -> request.putHeader("Authorization", "Bearer " + RunningServer.TOKEN)
                                .send()
                                .map(HttpClientResponse::pause)));
        FakeBackend.Watch watch = server.backend.opened.poll(10, TimeUnit.SECONDS);

        int pictures = 400;
        for (int i = 0; i < pictures; i++) {
            watch.sink.onVideo(jpeg(1, 100_000));
        }
        watch.sink.onVideo(jpeg('Z', 7));
        CompletableFuture<Integer> bytes = new CompletableFuture<>();
        Buffer all = Buffer.buffer();
        response.handler(part -> {
            all.appendBuffer(part);
            if (all.toString(StandardCharsets.ISO_8859_1)
                    .endsWith("Content-Length: 7\r\n\r\nZ\0\0\0\0\0\0\r\n--osprey-picture\r\n")) {
                bytes.complete(all.length());
            }
        });
        response.resume();

        assertThat(bytes.get(20, TimeUnit.SECONDS)).isLessThan(pictures * 100_000);
    }

    @Test
    void stream_sessionEnds_endsWithIt() throws Exception {
        try (RunningServer quick =
                new RunningServer(data, settings -> settings.withStallTimeout(Duration.ofMillis(400)))) {
            String cookie = quick.cookie(AccessRole.VIEWER);
            CompletableFuture<Boolean> ended = new CompletableFuture<>();
            client.request(HttpMethod.GET, quick.server.port(), "127.0.0.1", "/api/cameras/hall/stream.mjpg")
                    .compose(request -> request.putHeader("Cookie", cookie).send())
                    .onSuccess(response -> {
                        response.exceptionHandler(cut -> ended.complete(true));
                        response.endHandler(end -> ended.complete(true));
                    })
                    .onFailure(ended::completeExceptionally);
            assertThat(quick.backend.opened.poll(10, TimeUnit.SECONDS)).isNotNull();

            quick.access.endSession(cookie.split("=", 2)[1]);

            assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(quick.backend.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void stream_clientTakesNothingForTooLong_isCutOff() throws Exception {
        try (RunningServer quick =
                        new RunningServer(data, settings -> settings.withStallTimeout(Duration.ofMillis(400)));
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(16 << 10);
            deaf.connect(new InetSocketAddress("127.0.0.1", quick.server.port()));
            deaf.getOutputStream()
                    .write(("GET /api/cameras/hall/stream.mjpg HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                                    + RunningServer.TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            FakeBackend.Watch watch = quick.backend.opened.poll(10, TimeUnit.SECONDS);
            for (int i = 0; i < 400; i++) {
                watch.sink.onVideo(jpeg(1, 4_000_000));
            }

            assertThat(quick.backend.closed.poll(10, TimeUnit.SECONDS)).isSameAs(watch);
        }
    }
}
