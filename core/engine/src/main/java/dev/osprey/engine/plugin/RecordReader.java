package dev.osprey.engine.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Durations;
import dev.osprey.engine.text.Shown;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds records from a tree that is valid and has its defaults, and collects what constructors refuse. Records are
 * built here and not by Jackson, which stops at the first refusal; what is no record or container is left to Jackson.
 */
final class RecordReader {
    private static final ObjectMapper LEAVES = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();

    private final List<Problem> problems = new ArrayList<>();

    List<Problem> problems() {
        return problems;
    }

    /** The value, or null where the tree has none or a problem was found. */
    @Nullable
    Object read(Type type, @Nullable JsonNode node, String path) {
        Class<?> raw = Components.raw(type);
        if (raw == Optional.class) {
            return Optional.ofNullable(read(Components.argument(type, 0), node, path));
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return collection(raw, Components.argument(type, 0), node, path);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return map(Components.argument(type, 1), node, path);
        }
        if (node == null || node.isNull()) {
            return null;
        }
        try {
            return raw.isRecord() ? record(raw, node, path) : leaf(raw, node);
        } catch (IllegalArgumentException | DateTimeException e) {
            problems.add(new Problem(path, said(e)));
        } catch (JsonProcessingException e) {
            problems.add(new Problem(path, "cannot be read: " + e.getOriginalMessage()));
        }
        return null;
    }

    private Collection<?> collection(Class<?> raw, Type item, @Nullable JsonNode node, String path) {
        Collection<@Nullable Object> items =
                Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
        if (node != null) {
            for (int i = 0; i < node.size(); i++) {
                items.add(read(item, node.get(i), Trees.child(path, i)));
            }
        }
        return items instanceof Set<?> set
                ? Collections.unmodifiableSet(set)
                : Collections.unmodifiableList((List<?>) items);
    }

    private Map<String, ?> map(Type value, @Nullable JsonNode node, String path) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        if (node != null) {
            node.properties()
                    .forEach(entry -> entries.put(
                            entry.getKey(), read(value, entry.getValue(), Trees.child(path, entry.getKey()))));
        }
        return Collections.unmodifiableMap(entries);
    }

    private @Nullable Object record(Class<?> type, JsonNode node, String path) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        int problemsBefore = problems.size();
        for (int i = 0; i < components.length; i++) {
            String key = Components.key(components[i].getName());
            values[i] = read(components[i].getGenericType(), node.get(key), Trees.child(path, key));
        }
        if (problems.size() > problemsBefore) {
            return null;
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof IllegalArgumentException || cause instanceof NullPointerException) {
                problems.add(new Problem(path, said(cause)));
                return null;
            }
            throw new IllegalStateException("the constructor of " + type.getName() + " failed", cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call the constructor of " + type.getName(), e);
        }
    }

    private static Object leaf(Class<?> type, JsonNode node) throws JsonProcessingException {
        if (JsonNode.class.isAssignableFrom(type)) {
            return node;
        }
        if (type == Duration.class) {
            return Durations.parse(node.asText());
        }
        if (type == Path.class) {
            return Path.of(node.asText());
        }
        if (type == URI.class) {
            return URI.create(node.asText());
        }
        if (type == Instant.class) {
            return Instant.parse(node.asText());
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> Components.constant((Enum<?>) constant).equals(node.asText()))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("must be one of its names, got " + Shown.kind(node)));
        }
        return LEAVES.treeToValue(node, type);
    }

    private static String said(Throwable refusal) {
        String message = refusal.getMessage();
        return message == null ? "is refused (" + refusal.getClass().getSimpleName() + ")" : message;
    }
}
