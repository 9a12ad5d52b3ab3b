package dev.osprey.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client's end of a live WebSocket; keeps what comes in. */
final class TestSocket {
    final WebSocket socket;
    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    final BlockingQueue<Buffer> binaries = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);

    /** Made on the connection's own context, so that nothing is missed. */
    TestSocket(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(texts::add);
        socket.binaryMessageHandler(binaries::add);
        socket.closeHandler(done -> closed.countDown());
    }

    TestSocket say(String json) {
        socket.writeTextMessage(json);
        return this;
    }

    /** The next text of this type; others before it are passed over. */
    JsonNode next(String type) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            String text = texts.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(text).as("a message of type %s within 10 s", type).isNotNull();
            JsonNode message = Replies.JSON.readTree(text);
            if (message.path("type").asText().equals(type)) {
                return message;
            }
        }
    }

    Buffer nextBinary() throws Exception {
        Buffer buffer = binaries.poll(10, TimeUnit.SECONDS);
        assertThat(buffer).as("a binary message within 10 s").isNotNull();
        return buffer;
    }

    boolean closedWithin(long seconds) throws InterruptedException {
        return closed.await(seconds, TimeUnit.SECONDS);
    }
}
