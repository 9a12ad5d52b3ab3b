package dev.osprey.server.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.media.bitstream.StreamInfo;
import dev.osprey.server.http.Replies;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static JsonNode document(String name) throws Exception {
        return Replies.JSON.readTree(Replies.resource("/api/" + name).orElseThrow());
    }

    @Test
    void asyncApi_messages_haveTheFieldsThatAreSent() throws Exception {
        JsonNode messages = document("asyncapi.json").at("/components/messages");

        assertThat(fields(messages.at("/hello/payload/properties")))
                .isEqualTo(fields(Replies.JSON.readTree(LiveMessages.hello("node", Instant.EPOCH))));
        assertThat(fields(messages.at("/stream/payload/properties")))
                .isEqualTo(fields(Replies.JSON.readTree(
                        LiveMessages.stream(new StreamInfo("hall", 1, "avc1.4d401f", 640, 360), "node"))));
        assertThat(fields(messages.at("/error/payload/properties")))
                .isEqualTo(fields(Replies.JSON.readTree(LiveMessages.cameraError("bad-message", "hall", "no"))));
    }

    @Test
    void asyncApi_channels_areThoseThatCanBeFollowed() throws Exception {
        JsonNode channels =
                document("asyncapi.json").at("/components/messages/subscribe/payload/properties/channels/items/enum");
        Set<String> documented = new TreeSet<>();
        channels.forEach(channel -> documented.add(channel.textValue()));

        assertThat(documented).isEqualTo(new TreeSet<>(SubscribeMessage.CHANNELS));
    }

    /** A payload's schema by itself is that of the message, with what it refers to. */
    @Test
    void schemas_ofAnalysisAndStatus_areThoseOfTheirMessages() throws Exception {
        JsonNode components = document("asyncapi.json").at("/components");
        for (String name : List.of("analysis", "status")) {
            JsonNode schema = document("schemas/" + name + ".json");
            ObjectNode payload = components.at("/messages/" + name + "/payload").deepCopy();
            ObjectNode bare = schema.deepCopy();
            bare.remove(List.of("$schema", "title", "$defs"));

            assertThat(moved(payload)).isEqualTo(bare.toString());
            schema.get("$defs").properties().forEach(part -> assertThat(
                            moved(components.at("/schemas/" + part.getKey())))
                    .isEqualTo(part.getValue().toString()));
        }
    }

    private static String moved(JsonNode node) {
        return node.toString().replace("#/components/schemas/", "#/$defs/");
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
