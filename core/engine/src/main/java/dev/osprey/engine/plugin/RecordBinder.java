package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Turns configuration trees into records: describes the record as a JSON Schema, finds everything wrong with a tree at
 * once, fills in defaults and calls the constructor. A component {@code maxCrops} has the key {@code max-crops}.
 *
 * <p>A component may be left out if it has a {@link dev.osprey.spi.Default}, is an {@link java.util.Optional}, is
 * {@code @Nullable}, or is a list, set or map (then empty). A key whose value is null counts as left out.
 */
public final class RecordBinder {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    // Weak, so that a closed plugin's classes can go. The values hold JSON alone.
    private static final Map<Class<?>, Compiled> COMPILED = Collections.synchronizedMap(new WeakHashMap<>());

    private record Compiled(ObjectNode schema, JsonSchema validator) {}

    private RecordBinder() {}

    /** The JSON Schema (2020-12) of the record's settings: types, defaults, descriptions; a copy of its own. */
    public static ObjectNode schema(Class<? extends Record> type) {
        return compiled(type).schema().deepCopy();
    }

    /**
     * The record that the settings describe; the tree is left as it is.
     *
     * @throws ConfigException with every problem found, its paths relative to the settings
     */
    public static <C extends Record> C bind(Class<C> type, JsonNode settings) throws ConfigException {
        return bind(type, settings, List.of());
    }

    /** As the other; keys that somebody else has taken out of the settings already are named among the valid ones. */
    static <C extends Record> C bind(Class<C> type, JsonNode settings, Collection<String> alsoValid)
            throws ConfigException {
        Bound<C> bound = bind(type, settings, alsoValid, false);
        if (!bound.problems().isEmpty()) {
            throw new ConfigException(bound.problems());
        }
        return bound.value().orElseThrow();
    }

    /** As {@link #bind(Class, JsonNode)}, and leaves out what is wrong, so that the rest can be looked at too. */
    public static <C extends Record> Bound<C> bindWhatIsRight(Class<C> type, JsonNode settings) {
        return bind(type, settings, List.of(), true);
    }

    private static <C extends Record> Bound<C> bind(
            Class<C> type, JsonNode settings, Collection<String> alsoValid, boolean leaveOut) {
        JsonNode given = Trees.withoutNulls(settings);
        List<Problem> problems = new ArrayList<>();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        if (given instanceof ObjectNode object) {
            tree = object;
        } else if (!given.isNull() && !given.isMissingNode()) {
            problems.add(new Problem("", "must be keys with values, got " + Shown.kind(given)));
            if (!leaveOut) {
                return new Bound<>(Optional.empty(), problems);
            }
        }
        Defaults.fill(type, tree);
        Compiled compiled = compiled(type);
        Masks masks = Masks.of(type, tree);
        Set<ValidationMessage> messages = compiled.validator().validate(tree);
        problems.addAll(Complaints.translate(messages, compiled.schema(), tree, alsoValid));
        if (!messages.isEmpty() && leaveOut) {
            messages.forEach(new WhatIsWrong(tree)::leaveOut);
            Defaults.fill(type, tree);
        }
        if (!problems.isEmpty()
                && (!leaveOut || !compiled.validator().validate(tree).isEmpty())) {
            return new Bound<>(Optional.empty(), masks.over(problems));
        }
        RecordReader reader = new RecordReader();
        Object bound = reader.read(type, tree, "");
        problems.addAll(reader.problems());
        return new Bound<>(Optional.ofNullable(bound).map(type::cast), masks.over(problems));
    }

    /** The record's settings as a tree that {@link #bind} would read, but for its secrets, which are masked: to show. */
    public static ObjectNode write(Record value) {
        return RecordWriter.write(value);
    }

    private static Compiled compiled(Class<?> type) {
        Compiled known = COMPILED.get(type);
        if (known != null) {
            return known;
        }
        ObjectNode schema = SchemaMaker.make(type);
        Compiled compiled = new Compiled(schema, SCHEMAS.getSchema(schema));
        COMPILED.put(type, compiled);
        return compiled;
    }
}
