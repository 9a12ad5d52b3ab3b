package dev.osprey.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.osprey.engine.frame.Picture;
import dev.osprey.media.MovingClip;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.picture.Jpeg;
import dev.osprey.media.picture.PictureFile;
import dev.osprey.media.source.SourceUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpSourceTest {
    @TempDir
    static Path folder;

    private final Recorder recorder = new Recorder();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        threads.shutdownNow();
    }

    private StreamOptions options(String path) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        return StreamOptions.of("hall", SourceUrl.parse(url, SourceUrl.FROM_FILE))
                .withPauses(Duration.ofMillis(50), Duration.ofMillis(200));
    }

    private void answer(String path, String type, byte[] body) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", type);
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
            exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
            if (range != null) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
            }
            try (exchange) {
                exchange.sendResponseHeaders(range == null ? 200 : 206, body.length - from);
                exchange.getResponseBody().write(body, from, body.length - from);
            }
        });
    }

    private static byte[] jpeg() {
        byte[] rgb = new byte[64 * 48 * 3];
        Arrays.fill(rgb, (byte) 90);
        Picture picture = PictureFile.of(64, 48, rgb, "grey", 0);
        try {
            return Jpeg.encode(picture, 0, 80);
        } finally {
            picture.release();
        }
    }

    @Test
    void snapshot_polled_isOneStreamOfJpegs() throws Exception {
        answer("/snap.jpg", "image/jpeg", jpeg());
        try (CameraStream stream =
                new CameraStream(options("/snap.jpg?id=1").withEvery(Duration.ofMillis(100)), recorder)) {
            stream.start();
            recorder.awaitMore(5);
            assertThat(stream.status().state()).isEqualTo(State.LIVE);
            assertThat(stream.status().reconnects()).isZero();
        }
        assertThat(recorder.streams).hasSize(1);
        assertThat(recorder.streams.get(0).codec()).isEqualTo("jpeg");
        assertThat(recorder.units).allMatch(AccessUnit::jpeg);
        assertThat(recorder.pictures)
                .extracting(Recorder.Shown::ptsMicros)
                .isSorted()
                .doesNotHaveDuplicates();
        long span = recorder.pictures.get(4).capturedAtMicros()
                - recorder.pictures.get(0).capturedAtMicros();
        assertThat(span).as("four pauses").isGreaterThan(380_000);
        assertThat(requests.get()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void snapshot_thatIsNoPicture_isRefusedInWords() throws Exception {
        answer("/snap.jpg", "text/html", "<html>login</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (CameraStream stream = new CameraStream(options("/snap.jpg").withEvery(Duration.ofMillis(100)), recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message()).contains("no video that can be read");
        }
    }

    @Test
    void fileByHttp_isPacedAndBeginsAgain() throws Exception {
        Path clip = MovingClip.h264(folder.resolve("clip.mp4"), 160, 96, 30);
        answer("/clip.mp4", "video/mp4", Files.readAllBytes(clip));
        try (CameraStream stream = new CameraStream(options("/clip.mp4"), recorder)) {
            stream.start();
            recorder.await(r -> r.pictures.size() >= 40);
            assertThat(recorder.statuses).noneMatch(s -> s.state() == State.ENDED);
        }
        assertThat(recorder.streams).hasSize(1);
        long span = recorder.pictures.get(39).capturedAtMicros()
                - recorder.pictures.get(0).capturedAtMicros();
        assertThat(span).as("forty pictures at 25 a second").isGreaterThan(1_300_000);
    }

    @Test
    void fileByHttp_withoutLoop_ends() throws Exception {
        Path clip = MovingClip.h264(folder.resolve("once.mp4"), 160, 96, 10);
        answer("/once.mp4", "video/mp4", Files.readAllBytes(clip));
        try (CameraStream stream =
                new CameraStream(options("/once.mp4").withLoop(false).withPaced(false), recorder)) {
            stream.start();
            recorder.awaitState(State.ENDED);
        }
        assertThat(recorder.pictures).hasSize(10);
    }

    @Test
    void pictures_ofMoreThanMaxPixels_areRefusedWithLimitAndSize() throws Exception {
        answer("/snap.jpg", "image/jpeg", jpeg());
        StreamOptions options =
                options("/snap.jpg").withEvery(Duration.ofMillis(100)).withMaxPixels(3_000);
        try (CameraStream stream = new CameraStream(options, recorder)) {
            stream.start();
            assertThat(recorder.awaitState(State.REFUSED).message())
                    .contains("64 x 48", "max-pixels", "raise the limit");
        }
    }
}
