package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Durations;
import dev.osprey.engine.text.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Puts what the schema's validator found into words for the operator. */
final class Complaints {
    private Complaints() {}

    static List<Problem> translate(
            Collection<ValidationMessage> messages, ObjectNode schema, JsonNode tree, Collection<String> alsoValid) {
        return messages.stream()
                .map(message -> translate(message, schema, tree, alsoValid))
                .distinct()
                .toList();
    }

    private static Problem translate(
            ValidationMessage message, ObjectNode schema, JsonNode tree, Collection<String> alsoValid) {
        JsonNode part = schema;
        JsonNode value = tree;
        String path = "";
        boolean secret = false;
        JsonNodePath location = message.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object step = location.getElement(i);
            if (step instanceof Integer index) {
                part = part.path("items");
                value = value.path(index);
                path = Trees.child(path, index);
            } else {
                String key = String.valueOf(step);
                JsonNode named = part.path("properties").path(key);
                part = named.isMissingNode() ? part.path("additionalProperties") : named;
                value = value.path(key);
                path = Trees.child(path, key);
            }
            secret |= part.path("writeOnly").asBoolean();
        }
        String property = message.getProperty();
        String shown = secret ? Masks.MASK : Trees.shown(value);
        return switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> new Problem(
                    path,
                    Names.unknown("key", String.valueOf(property), keys(part, path.isEmpty() ? alsoValid : List.of())));
            case "required" -> new Problem(
                    path,
                    "needs '" + property + "'"
                            + describedAs(part.path("properties").path(property)));
            case "type" -> new Problem(path, "must be " + wanted(part) + ", got " + shown);
            case "enum" -> new Problem(
                    path, "must be one of " + String.join(", ", near(value, part)) + "; got " + shown);
            case "pattern" -> new Problem(path, pattern(part, shown));
            default -> new Problem(path, message.getMessage());
        };
    }

    private static List<String> keys(JsonNode schema, Collection<String> alsoValid) {
        List<String> keys = new ArrayList<>(alsoValid);
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static String describedAs(JsonNode schema) {
        JsonNode description = schema.path("description");
        return description instanceof MissingNode ? "" : ": " + description.asText();
    }

    private static List<String> near(JsonNode value, JsonNode schema) {
        List<String> constants = new ArrayList<>();
        schema.path("enum").forEach(constant -> constants.add(constant.asText()));
        return Names.nearestFirst(value.asText(), constants);
    }

    private static String wanted(JsonNode schema) {
        if (Durations.PATTERN.equals(schema.path("pattern").asText())) {
            return "a duration such as 200ms, 2s, 1m or 12h";
        }
        return switch (schema.path("type").asText().toLowerCase(Locale.ROOT)) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "keys with values";
            default -> "of type " + schema.path("type");
        };
    }

    private static String pattern(JsonNode schema, String shown) {
        String pattern = schema.path("pattern").asText();
        return Durations.PATTERN.equals(pattern)
                ? "must be " + wanted(schema) + ", got " + shown
                : "must match " + pattern + ", got " + shown;
    }
}
