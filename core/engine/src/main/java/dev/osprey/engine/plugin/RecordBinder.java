package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        JsonNode given = Trees.withoutNulls(settings);
        if (given.isNull() || given.isMissingNode()) {
            given = JsonNodeFactory.instance.objectNode();
        }
        if (!(given instanceof ObjectNode tree)) {
            throw new ConfigException("", "must be keys with values, got " + Trees.shown(given));
        }
        Defaults.fill(type, tree);
        Compiled compiled = compiled(type);
        List<Problem> problems = new ArrayList<>(
                Complaints.translate(compiled.validator().validate(tree), compiled.schema(), tree, alsoValid));
        if (!problems.isEmpty()) {
            throw new ConfigException(Masks.of(type, tree).over(problems));
        }
        RecordReader reader = new RecordReader();
        Object bound = reader.read(type, tree, "");
        if (!reader.problems().isEmpty()) {
            throw new ConfigException(Masks.of(type, tree).over(reader.problems()));
        }
        return type.cast(Objects.requireNonNull(bound, "a tree without problems gives a record"));
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
