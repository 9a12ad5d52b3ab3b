package dev.osprey.engine.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.osprey.spi.Default;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Fills the {@link Default}s of a record, and of the records in it, into a configuration tree. */
final class Defaults {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Defaults() {}

    static void fill(Type type, JsonNode node) {
        Class<?> raw = Components.raw(type);
        if (raw.isRecord() && node instanceof ObjectNode object) {
            for (RecordComponent component : raw.getRecordComponents()) {
                fill(component, object);
            }
        } else if (raw == Optional.class) {
            fill(Components.argument(type, 0), node);
        } else if (Collection.class.isAssignableFrom(raw) && node instanceof ArrayNode array) {
            array.forEach(item -> fill(Components.argument(type, 0), item));
        } else if (Map.class.isAssignableFrom(raw) && node instanceof ObjectNode object) {
            object.forEach(item -> fill(Components.argument(type, 1), item));
        }
    }

    private static void fill(RecordComponent component, ObjectNode object) {
        String key = Components.key(component.getName());
        Default given = component.getAnnotation(Default.class);
        if (given != null && !object.has(key)) {
            object.set(key, value(component.getType(), given));
        }
        JsonNode child = object.get(key);
        if (child != null) {
            fill(component.getGenericType(), child);
        }
    }

    /** The default as a tree; text is taken as it stands, so that a version "1.0" stays text. */
    static JsonNode value(Class<?> type, Default given) {
        if (Components.isText(type)) {
            return TextNode.valueOf(given.value());
        }
        try {
            return YAML.readTree(given.value());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("@Default(\"" + given.value() + "\") is not YAML", e);
        }
    }
}
