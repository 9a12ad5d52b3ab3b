package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.spi.Scope;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;
import java.util.List;
import java.util.regex.Pattern;

/** One kind of stage that a plugin offers. Two are equal if they are the same registration. */
@SuppressWarnings("try") // the resource is a scope: nothing in it is used
public final class StageType {
    /** Keys in a stage's settings that belong to the pipeline's edge, and so to no stage. */
    public static final List<String> EDGE_KEYS = List.of("labels", "score", "track");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final String name;
    private final String description;
    private final String plugin;
    private final String version;
    private final Scope scope;
    private final StageFactory<?> factory;
    private final Class<? extends Record> configType;
    private final ObjectNode schema;

    /** @throws IllegalArgumentException if the factory describes itself in a way that cannot be used */
    StageType(StageFactory<?> factory, String plugin, String version) {
        try (ContextLoader ignored = ContextLoader.of(factory)) {
            this.factory = factory;
            this.plugin = plugin;
            this.version = version;
            this.name = factory.name();
            this.description = factory.description();
            this.scope = factory.scope();
            this.configType = factory.configType();
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a stage's name must be of lower case letters, digits and dashes, got '" + name + "'");
        }
        this.schema = RecordBinder.schema(configType);
        for (String key : EDGE_KEYS) {
            if (schema.path("properties").has(key)) {
                throw new IllegalArgumentException("stage '" + name + "': " + configType.getName()
                        + " must not have a component '" + key + "', as that key belongs to the pipeline");
            }
        }
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** The plugin's folder, or {@code built-in}. */
    public String plugin() {
        return plugin;
    }

    /** What the plugin's manifest says, or {@code unknown}. */
    public String version() {
        return version;
    }

    public Scope scope() {
        return scope;
    }

    public StageFactory<?> factory() {
        return factory;
    }

    /** JSON Schema of its settings, without the pipeline's own keys; a copy of its own. */
    public ObjectNode schema() {
        return schema.deepCopy();
    }

    /** The settings as the stage's own record. */
    public Record bind(JsonNode settings) throws ConfigException {
        try (ContextLoader ignored = ContextLoader.of(factory)) {
            return RecordBinder.bind(configType, settings, EDGE_KEYS);
        }
    }

    /** Makes an instance; blocks. The caller closes it, with {@link #inPlugin} around the call. */
    public Stage create(Record config, StageContext context) throws Exception {
        try (ContextLoader ignored = ContextLoader.of(factory)) {
            return create(factory, config, context);
        }
    }

    /** Makes the plugin's class loader the thread's own until closed: for every call of a stage. */
    public ContextLoader inPlugin() {
        return ContextLoader.of(factory);
    }

    private static <C extends Record> Stage create(StageFactory<C> factory, Record config, StageContext context)
            throws Exception {
        return factory.create(factory.configType().cast(config), context);
    }

    @Override
    public String toString() {
        return name + " (" + plugin + " " + version + ")";
    }
}
