package dev.osprey.server.http.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A client's WebSocket that takes what it is told to take, and a context that runs what it is given at once. */
final class FakeWebSocket {
    final List<WebSocketFrame> frames = new ArrayList<>();
    final Deque<Promise<Void>> untaken = new ArrayDeque<>();
    final Deque<Buffer> pings = new ArrayDeque<>();
    boolean takes = true;

    final ServerWebSocket socket = (ServerWebSocket) Proxy.newProxyInstance(
            FakeWebSocket.class.getClassLoader(),
            new Class<?>[] {ServerWebSocket.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "isClosed" -> false;
                case "writeFrame" -> write((WebSocketFrame) arguments[0]);
                case "writePing" -> ping((Buffer) arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @SuppressWarnings("unchecked")
    final Context context = (Context) Proxy.newProxyInstance(
            FakeWebSocket.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                if (!method.getName().equals("runOnContext")) {
                    throw new UnsupportedOperationException(method.getName());
                }
                ((Handler<Void>) arguments[0]).handle(null);
                return null;
            });

    private Future<Void> write(WebSocketFrame frame) {
        frames.add(frame);
        if (takes) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        untaken.add(promise);
        return promise.future();
    }

    private Future<Void> ping(Buffer data) {
        pings.add(data);
        return Future.succeededFuture();
    }

    void takeAll() {
        takes = true;
        while (!untaken.isEmpty()) {
            untaken.remove().complete();
        }
    }
}
