package dev.osprey.engine.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values of a configuration as they may stand in a message. What was written in a wrong place may be a password, so a
 * text is repeated only where it reads as a quantity or a plain yes or no; else its kind is told.
 */
public final class Shown {
    private static final int MOST_KEYS = 12;
    private static final Pattern QUANTITY = Pattern.compile("[-+]?[0-9]{1,6}(?:\\.[0-9]{1,6})? ?[A-Za-z%]{0,10}");
    private static final Set<String> PLAIN = Set.of("yes", "no", "on", "off", "true", "false", "auto", "none");

    private Shown() {}

    /** The kind of a value: {@code text}, {@code a number}, {@code keys (source, pipeline)}. */
    public static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> value.isEmpty() ? "no keys" : "keys (" + keys(value) + ")";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.asText();
            case NULL, MISSING -> "nothing";
            case BINARY, POJO -> "something else";
        };
    }

    private static String keys(JsonNode object) {
        StringBuilder keys = new StringBuilder();
        int listed = 0;
        for (var property : object.properties()) {
            if (listed == MOST_KEYS) {
                return keys.append(" and ")
                        .append(object.size() - listed)
                        .append(" more")
                        .toString();
            }
            keys.append(listed++ == 0 ? "" : ", ").append(Names.shortened(property.getKey()));
        }
        return keys.toString();
    }

    /** The value itself where a number or a duration is wanted and it looks like one; its kind otherwise. */
    public static String quantity(JsonNode value) {
        if (value.isTextual()) {
            return quantity(value.asText());
        }
        boolean harmless = value.isNumber() && QUANTITY.matcher(value.asText()).matches();
        return harmless ? value.asText() : kind(value);
    }

    /** As the other, of a text. */
    public static String quantity(String text) {
        boolean harmless = PLAIN.contains(text) || QUANTITY.matcher(text).matches();
        return harmless ? "\"" + text + "\"" : "text";
    }
}
