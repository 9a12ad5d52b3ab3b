package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Durations;
import dev.osprey.engine.text.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one mapping of the configuration: what is asked for becomes known, and what is left over at the end is a
 * problem. Nothing here throws: a wrong value is a problem, and the default is answered so that reading goes on.
 */
final class Section {
    private final JsonNode node;
    private final String path;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    Section(JsonNode node, String path, List<Problem> problems) {
        boolean absent = node.isMissingNode() || node.isNull();
        if (!absent && !node.isObject()) {
            problems.add(new Problem(path, "must be a mapping (key: value), got " + kind(node)));
        }
        this.node = node.isObject() ? node : MissingNode.getInstance();
        this.path = path;
        this.problems = problems;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String key, String message) {
        problems.add(new Problem(key.isEmpty() ? path : path(key), message));
    }

    /** The raw value; missing where there is none. */
    JsonNode raw(String key) {
        known.add(key);
        JsonNode value = node.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    boolean has(String key) {
        return !raw(key).isMissingNode();
    }

    Section section(String key) {
        return new Section(raw(key), path(key), problems);
    }

    /** An element of a list. */
    Section element(String key, int index) {
        return new Section(raw(key).path(index), path(key) + "[" + index + "]", problems);
    }

    Optional<String> text(String key) {
        JsonNode value = raw(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isValueNode() || value.asText().isBlank()) {
            problem(key, "must be a text, got " + kind(value));
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    boolean flag(String key, boolean fallback) {
        JsonNode value = raw(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isBoolean()) {
            problem(key, "must be true or false, got " + kind(value));
            return fallback;
        }
        return value.asBoolean();
    }

    int integer(String key, int min, int max, int fallback) {
        JsonNode value = raw(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isInt() && !value.isLong() || value.asLong() < min || value.asLong() > max) {
            problem(key, "must be a whole number from " + min + " to " + max + ", got " + kind(value));
            return fallback;
        }
        return value.asInt();
    }

    Duration duration(String key, Duration min, Duration max, Duration fallback) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            Duration value = Durations.parse(text.get());
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value;
            }
            problem(key, "must be " + Durations.format(min) + " to " + Durations.format(max) + ", got " + text.get());
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
        }
        return fallback;
    }

    List<String> texts(String key) {
        JsonNode value = raw(key);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            problem(key, "must be a list such as [a, b], got " + kind(value));
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isTextual() && !value.get(i).asText().isBlank()) {
                texts.add(value.get(i).asText());
            } else {
                problem(key + "[" + i + "]", "must be a text, got " + kind(value.get(i)));
            }
        }
        return texts;
    }

    /** Whatever was not asked for is unknown. */
    void finish() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                problem(key, Names.unknown("key", key, known));
            }
        });
    }

    /** A value in words, short. */
    static String kind(JsonNode value) {
        if (value.isObject()) {
            return "a mapping";
        }
        if (value.isArray()) {
            return "a list";
        }
        if (value.isMissingNode() || value.isNull()) {
            return "nothing";
        }
        String text = value.asText();
        return value.isTextual() ? "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"" : text;
    }
}
