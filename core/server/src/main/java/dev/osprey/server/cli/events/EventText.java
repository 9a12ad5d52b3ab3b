package dev.osprey.server.cli.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** An event in words, for eyes alone. */
final class EventText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "dev.osprey.";

    private EventText() {}

    static String of(String cloudEvent) {
        JsonNode data;
        try {
            data = JSON.readTree(cloudEvent).path("data");
        } catch (JsonProcessingException e) {
            return visible(cloudEvent);
        }
        List<String> words = new ArrayList<>();
        words.add(data.path("time").asText());
        words.add(data.path("severity").asText());
        words.add(data.path("camera").asText());
        words.add(data.path("type").asText().replace(PREFIX, ""));
        add(words, data, "label", "");
        add(words, data, "track", "#");
        add(words, data, "zone", "zone ");
        add(words, data, "line", "line ");
        add(words, data, "direction", "");
        add(words, data, "rule", "rule ");
        add(words, data, "value", "= ");
        add(words, data, "text", "\"");
        add(words, data, "reason", "(");
        return visible(String.join(" ", words));
    }

    private static void add(List<String> words, JsonNode data, String key, String before) {
        JsonNode value = data.path(key);
        if (!value.isMissingNode()) {
            words.add(before + value.asText() + (before.equals("\"") ? "\"" : before.equals("(") ? ")" : ""));
        }
    }

    /** What was read off a sign must not move a terminal's cursor. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
