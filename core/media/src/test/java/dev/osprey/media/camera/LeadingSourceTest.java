package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.osprey.media.MovingClip;
import dev.osprey.media.simulator.RtspCamera;
import dev.osprey.media.source.NamedBy;
import dev.osprey.media.source.SourceGate;
import dev.osprey.media.source.SourcePolicy;
import dev.osprey.media.source.SourceUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose servers lead elsewhere: to {@code 127.0.0.2}, which is not allowed, or to where one may go. */
@Timeout(120)
class LeadingSourceTest {
    @TempDir
    static Path folder;

    static Path clip;

    private final SourceGate gate =
            SourcePolicy.of(List.of("127.0.0.1"), List.of()).gate(NamedBy.API);
    private final Recorder recorder = new Recorder();
    private final AtomicInteger seenInside = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer allowed;
    private HttpServer inside;

    @BeforeAll
    static void record() throws IOException {
        clip = MovingClip.h264(folder.resolve("clip.mp4"), 160, 96, 30);
    }

    @BeforeEach
    void serve() throws IOException {
        allowed = server("127.0.0.1");
        inside = server("127.0.0.2");
        inside.createContext("/", exchange -> {
            seenInside.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
    }

    private HttpServer server(String host) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, 0), 0);
        server.setExecutor(threads);
        server.start();
        return server;
    }

    @AfterEach
    void end() {
        allowed.stop(0);
        inside.stop(0);
        threads.shutdownNow();
    }

    private static String url(HttpServer server, String path) {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path;
    }

    private void redirect(String path, String to) {
        allowed.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    private void serve(String path, String type, byte[] body) {
        allowed.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    private CameraStream stream(String url) throws Exception {
        StreamOptions options = StreamOptions.of("hall", SourceUrl.parse(url, SourceUrl.FROM_FILE))
                .withTimeout(Duration.ofSeconds(8))
                .withPauses(Duration.ofSeconds(5), Duration.ofSeconds(10))
                .withGate(gate);
        return new CameraStream(options, recorder);
    }

    private void refusedWithoutARequest(String url) throws Exception {
        try (CameraStream stream = stream(url)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("the source leads to where it may not");
        }
        assertThat(seenInside).hasValue(0);
    }

    @Test
    void redirect_toAnAddressThatIsNotAllowed_isRefusedWithoutARequest() throws Exception {
        redirect("/clip.mp4", url(inside, "/admin"));
        refusedWithoutARequest(url(allowed, "/clip.mp4"));
    }

    @Test
    void redirect_toMetadata_isRefused() throws Exception {
        redirect("/clip.mp4", "http://169.254.169.254/latest/meta-data/");
        refusedWithoutARequest(url(allowed, "/clip.mp4"));
    }

    @Test
    void redirect_toAnAddressThatIsAllowed_isFollowed() throws Exception {
        redirect("/moved.mp4", "/again.mp4");
        redirect("/again.mp4", url(allowed, "/real.mp4"));
        serve("/real.mp4", "video/mp4", Files.readAllBytes(clip));
        try (CameraStream stream = stream(url(allowed, "/moved.mp4"))) {
            stream.start();
            recorder.awaitMore(3);
        }
    }

    @Test
    void redirect_inACircle_endsInWords() throws Exception {
        redirect("/round.mp4", "/round.mp4");
        try (CameraStream stream = stream(url(allowed, "/round.mp4"))) {
            stream.start();
            assertThat(recorder.awaitState(State.LOST).message()).contains("cannot open");
        }
    }

    @Test
    void segment_ofAnAddressThatIsNotAllowed_isRefusedWithoutARequest() throws Exception {
        serve("/live.m3u8", "application/vnd.apple.mpegurl", playlist(url(inside, "/1.ts")));
        refusedWithoutARequest(url(allowed, "/live.m3u8"));
    }

    @Test
    void segment_ofTheSameServer_isPlayed() throws Exception {
        Path packed = MovingClip.h264(folder.resolve("clip.ts"), 160, 96, 30);
        serve("/live.m3u8", "application/vnd.apple.mpegurl", playlist("1.ts"));
        serve("/1.ts", "video/mp2t", Files.readAllBytes(packed));
        try (CameraStream stream = stream(url(allowed, "/live.m3u8"))) {
            stream.start();
            recorder.awaitMore(3);
        }
    }

    private static byte[] playlist(String segment) {
        return ("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.2,\n" + segment + "\n#EXT-X-ENDLIST\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void rtspRedirect_toAnAddressThatIsNotAllowed_isRefusedWithoutARequest() throws Exception {
        try (RtspCamera camera = RtspCamera.serving(clip).port(0).start()) {
            camera.misbehaviour().redirect(url(inside, "/x").replace("http:", "rtsp:"));
            refusedWithoutARequest(camera.url("hall"));
        }
    }

    @Test
    void rtspRedirect_toACameraThatIsAllowed_isFollowed() throws Exception {
        try (RtspCamera camera = RtspCamera.serving(clip).port(0).start();
                RtspCamera other = RtspCamera.serving(clip).port(0).start()) {
            camera.misbehaviour().redirect(other.url("hall"));
            try (CameraStream stream = stream(camera.url("hall"))) {
                stream.start();
                recorder.awaitMore(3);
            }
        }
    }

    @Test
    void source_ofAnAddressThatIsNotAllowed_isRefusedWithoutARequest() throws Exception {
        try (CameraStream stream = stream(url(inside, "/x"))) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("the source may not be opened");
        }
        assertThat(seenInside).hasValue(0);
    }

    @Test
    void source_byName_isAskedForByItsName() throws Exception {
        StringBuilder host = new StringBuilder();
        allowed.createContext("/named.mp4", exchange -> {
            synchronized (host) {
                host.append(exchange.getRequestHeaders().getFirst("Host"));
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        String named = url(allowed, "/named.mp4").replace("127.0.0.1", "localhost");
        try (CameraStream stream = stream(named)) {
            stream.start();
            recorder.awaitState(State.REFUSED);
        }
        synchronized (host) {
            assertThat(host.toString())
                    .startsWith("localhost:" + allowed.getAddress().getPort());
        }
    }
}
