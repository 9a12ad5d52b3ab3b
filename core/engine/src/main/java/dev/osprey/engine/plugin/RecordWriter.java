package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.text.Durations;
import dev.osprey.spi.Sensitive;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a configuration record as the tree that would give it, its secrets masked. */
final class RecordWriter {
    private static final ObjectMapper LEAVES = new ObjectMapper();

    private RecordWriter() {}

    static ObjectNode write(Record value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                JsonNode child = tree(component.getAccessor().invoke(value));
                if (child != null && component.isAnnotationPresent(Sensitive.class)) {
                    node.put(Components.key(component.getName()), Masks.MASK);
                } else if (child != null) {
                    node.set(Components.key(component.getName()), child);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "cannot read " + component + " of " + value.getClass().getName(), e);
            }
        }
        return node;
    }

    private static @Nullable JsonNode tree(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Optional<?> optional) {
            return tree(optional.orElse(null));
        }
        if (value instanceof Record nested) {
            return write(nested);
        }
        if (value instanceof Duration duration) {
            return JsonNodeFactory.instance.textNode(Durations.format(duration));
        }
        if (value instanceof Enum<?> constant) {
            return JsonNodeFactory.instance.textNode(Components.constant(constant));
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(tree(item)));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries.forEach((key, item) -> object.set(String.valueOf(key), tree(item)));
            return object;
        }
        return Components.isText(value.getClass()) || value instanceof java.nio.file.Path
                ? JsonNodeFactory.instance.textNode(value.toString())
                : LEAVES.valueToTree(value);
    }
}
