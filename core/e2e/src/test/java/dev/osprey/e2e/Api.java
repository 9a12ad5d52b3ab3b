package dev.osprey.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An API client with the administrator's token. */
final class Api {
    static final String TOKEN = "an-end-to-end-test-token-0123456789";
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    Api(String base) {
        this.base = URI.create(base);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder authorised(String path) {
        return request(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return http.send(authorised(path).build(), BodyHandlers.ofByteArray());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send(authorised(path)).body());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(authorised(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Asks for a camera until it is as wanted. */
    JsonNode awaitCamera(String id, Predicate<JsonNode> wanted, Duration within) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        JsonNode camera = null;
        while (System.nanoTime() < deadline) {
            camera = get("/api/cameras/" + id);
            if (wanted.test(camera)) {
                return camera;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("camera " + id + " did not get there within " + within.toSeconds() + " s: " + camera);
    }

    Live live(String subscribe) throws Exception {
        Live live = new Live();
        URI address = URI.create(base.toString().replaceFirst("^http", "ws") + "/api/live");
        live.socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + TOKEN)
                .buildAsync(address, live)
                .get(10, TimeUnit.SECONDS);
        live.socket.sendText(subscribe, true);
        return live;
    }

    /** A connection to {@code /api/live}: text messages as JSON, binary ones as they came. */
    static final class Live implements WebSocket.Listener, AutoCloseable {
        final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>(10_000);
        final BlockingQueue<ByteBuffer> binaries = new LinkedBlockingQueue<>(10_000);
        private final StringBuilder text = new StringBuilder();
        private ByteBuffer partial = ByteBuffer.allocate(0);
        private WebSocket socket;

        JsonNode await(Predicate<JsonNode> wanted, Duration within) throws InterruptedException {
            long deadline = System.nanoTime() + within.toNanos();
            while (true) {
                JsonNode message = messages.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no such message within " + within.toSeconds() + " s");
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    messages.offer(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new AssertionError("not JSON: " + text, e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            ByteBuffer joined = ByteBuffer.allocate(partial.remaining() + data.remaining());
            joined.put(partial).put(data).flip();
            partial = joined;
            if (last) {
                binaries.offer(joined);
                partial = ByteBuffer.allocate(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
