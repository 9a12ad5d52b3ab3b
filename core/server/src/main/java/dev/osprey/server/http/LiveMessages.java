package dev.osprey.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.media.bitstream.AccessUnit;
import dev.osprey.media.bitstream.StreamInfo;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The server's messages on the live WebSocket, as they go over the wire. */
final class LiveMessages {
    static final int PROTOCOL = 1;
    static final int HEADER_BYTES = 24;

    private static final int MAGIC = 'O' << 8 | 'S';
    private static final int VERSION = 1;
    private static final int KEY = 1;
    private static final int JPEG = 2;

    private LiveMessages() {}

    static String hello(String node, Instant now) {
        return message("hello")
                .put("protocol", PROTOCOL)
                .put("time", micros(now))
                .put("node", node)
                .toString();
    }

    static String stream(StreamInfo info, String node) {
        return message("stream")
                .put("camera", info.camera())
                .put("stream", info.stream())
                .put("node", node)
                .put("codec", info.codec())
                .put("width", info.width())
                .put("height", info.height())
                .toString();
    }

    static String error(String code, String text) {
        return message("error").put("code", code).put("message", text).toString();
    }

    static String cameraError(String code, String camera, String text) {
        return message("error")
                .put("code", code)
                .put("camera", camera)
                .put("message", text)
                .toString();
    }

    /** Says back what the client sent, so that it can tell its own clock at the time. */
    static String pong(ObjectNode ping, Instant now) {
        ObjectNode pong = message("pong");
        if (ping.has("id")) {
            pong.set("id", ping.get("id"));
        }
        if (ping.has("t")) {
            pong.set("t", ping.get("t"));
        }
        return pong.put("time", micros(now)).toString();
    }

    /** 24 bytes, big endian, then the access unit or JPEG as it is. */
    static Buffer video(AccessUnit unit) {
        byte[] data = unit.data();
        int flags = (unit.key() ? KEY : 0) | (unit.jpeg() ? JPEG : 0);
        return Buffer.buffer(HEADER_BYTES + data.length)
                .appendUnsignedShort(MAGIC)
                .appendByte((byte) VERSION)
                .appendByte((byte) flags)
                .appendInt(unit.stream())
                .appendLong(unit.ptsMicros())
                .appendLong(unit.capturedAtMicros())
                .appendBytes(data);
    }

    private static long micros(Instant now) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now);
    }

    private static ObjectNode message(String type) {
        return Replies.JSON.createObjectNode().put("type", type);
    }
}
