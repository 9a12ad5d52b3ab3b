package dev.osprey.server.http.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.http.Replies;
import dev.osprey.server.live.LiveSink;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The server's messages on the live WebSocket, as they go over the wire. */
final class LiveMessages {
    static final int PROTOCOL = 1;

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

    /** Units up to this presentation time are to be decoded, not to be shown. */
    static String catchUp(StreamInfo info, long untilPtsMicros) {
        return message("catch-up")
                .put("camera", info.camera())
                .put("stream", info.stream())
                .put("until", untilPtsMicros)
                .toString();
    }

    /** Why no unit follows until the next key frame. */
    static String waiting(StreamInfo info, LiveSink.Wait reason) {
        String text =
                switch (reason) {
                    case LONG_GROUP -> "the last key frame is too far back to be caught up with: video begins with the next one";
                    case BEHIND -> "this viewer takes less than the camera sends: video goes on with the next key frame";
                };
        return message("waiting")
                .put("camera", info.camera())
                .put("stream", info.stream())
                .put("reason", reason == LiveSink.Wait.LONG_GROUP ? "long-group" : "behind")
                .put("message", text)
                .toString();
    }

    /** @param event a CloudEvent */
    static String event(String event) {
        return "{\"type\":\"event\",\"event\":" + event + "}";
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

    private static long micros(Instant now) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now);
    }

    private static ObjectNode message(String type) {
        return Replies.JSON.createObjectNode().put("type", type);
    }
}
