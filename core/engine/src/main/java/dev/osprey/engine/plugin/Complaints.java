package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Durations;
import dev.osprey.engine.text.Names;
import dev.osprey.engine.text.Shown;
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
        return switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> new Problem(
                    Trees.child(path, String.valueOf(property)),
                    Names.unknown("key", String.valueOf(property), keys(part, path.isEmpty() ? alsoValid : List.of())));
            case "required" -> new Problem(
                    path,
                    "needs '" + property + "'"
                            + describedAs(part.path("properties").path(property)));
            case "type" -> new Problem(
                    path, "must be " + wanted(part) + ", got " + (secret ? Masks.MASK : shown(part, value)));
            case "enum" -> new Problem(
                    path,
                    "must be one of " + String.join(", ", near(value, part)) + "; got "
                            + (secret ? Masks.MASK : ofNames(value, part)));
            case "pattern" -> new Problem(path, pattern(part, value, secret));
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

    private static String shown(JsonNode schema, JsonNode value) {
        String type = schema.path("type").asText();
        boolean quantity = type.equals("integer")
                || type.equals("number")
                || (type.equals("boolean") && value.isTextual())
                || Durations.PATTERN.equals(schema.path("pattern").asText());
        return quantity ? Shown.quantity(value) : Shown.kind(value);
    }

    /** What is near a valid name is a mistyped one; anything else may be something else altogether. */
    private static String ofNames(JsonNode value, JsonNode schema) {
        boolean mistyped = value.isTextual()
                && Names.meant(value.asText(), constants(schema)).isPresent();
        return mistyped ? value.toString() : Shown.kind(value);
    }

    private static List<String> near(JsonNode value, JsonNode schema) {
        return Names.nearestFirst(value.asText(), constants(schema));
    }

    private static List<String> constants(JsonNode schema) {
        List<String> constants = new ArrayList<>();
        schema.path("enum").forEach(constant -> constants.add(constant.asText()));
        return constants;
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

    private static String pattern(JsonNode schema, JsonNode value, boolean secret) {
        String pattern = schema.path("pattern").asText();
        return Durations.PATTERN.equals(pattern)
                ? "must be " + wanted(schema) + ", got " + (secret ? Masks.MASK : Shown.quantity(value))
                : "must match " + pattern + ", got " + (secret ? Masks.MASK : Shown.kind(value));
    }
}
