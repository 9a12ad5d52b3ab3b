package dev.osprey.server.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.server.http.Replies;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client's end of a live WebSocket; keeps what comes in. */
public final class TestSocket {
    public final WebSocket socket;
    public final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    public final BlockingQueue<Buffer> binaries = new LinkedBlockingQueue<>();
    public final CountDownLatch closed = new CountDownLatch(1);

    /** Made on the connection's own context, so that nothing is missed. */
    public TestSocket(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(texts::add);
        socket.binaryMessageHandler(binaries::add);
        socket.closeHandler(done -> closed.countDown());
    }

    public TestSocket say(String json) {
        socket.writeTextMessage(json);
        return this;
    }

    /** The next text of this type; others before it are passed over. */
    public JsonNode next(String type) throws Exception {
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

    public Buffer nextBinary() throws Exception {
        Buffer buffer = binaries.poll(10, TimeUnit.SECONDS);
        assertThat(buffer).as("a binary message within 10 s").isNotNull();
        return buffer;
    }

    public boolean closedWithin(long seconds) throws InterruptedException {
        return closed.await(seconds, TimeUnit.SECONDS);
    }
}
