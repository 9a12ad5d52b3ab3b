package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.Problem;
import dev.osprey.spi.Sensitive;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The secrets in a configuration tree, and messages without them: a constructor may repeat the value it refuses. */
final class Masks {
    /** What is shown instead of a secret. */
    static final String MASK = "***";

    // The longest first: one may be a part of another.
    private final TreeSet<String> secrets =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    static Masks of(Type type, JsonNode tree) {
        Masks masks = new Masks();
        masks.collect(type, tree);
        return masks;
    }

    List<Problem> over(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(problem.path(), over(problem.message())))
                .toList();
    }

    private String over(String message) {
        String masked = message;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    private void collect(Type type, JsonNode node) {
        Class<?> raw = Components.raw(type);
        if (raw.isRecord() && node instanceof ObjectNode object) {
            for (RecordComponent component : raw.getRecordComponents()) {
                JsonNode child = object.path(Components.key(component.getName()));
                if (component.isAnnotationPresent(Sensitive.class)) {
                    collectAll(child);
                } else {
                    collect(component.getGenericType(), child);
                }
            }
        } else if (raw == Optional.class || Collection.class.isAssignableFrom(raw)) {
            Type item = Components.argument(type, 0);
            if (raw == Optional.class) {
                collect(item, node);
            } else {
                node.forEach(child -> collect(item, child));
            }
        } else if (Map.class.isAssignableFrom(raw)) {
            node.forEach(child -> collect(Components.argument(type, 1), child));
        }
    }

    private void collectAll(JsonNode node) {
        node.forEach(this::collectAll);
        if (node.isValueNode() && !node.asText().isEmpty()) {
            secrets.add(node.asText());
        }
    }
}
