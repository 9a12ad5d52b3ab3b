package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.spi.Sink;
import dev.osprey.spi.SinkContext;
import dev.osprey.spi.SinkFactory;
import java.util.regex.Pattern;

/** One kind of sink that a plugin offers. Two are equal if they are the same registration. */
@SuppressWarnings("try") // the resource is a scope: nothing in it is used
public final class SinkType {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final String name;
    private final String description;
    private final String plugin;
    private final String version;
    private final SinkFactory<?> factory;
    private final Class<? extends Record> configType;
    private final ObjectNode schema;

    /** @throws IllegalArgumentException if the factory describes itself in a way that cannot be used */
    SinkType(SinkFactory<?> factory, String plugin, String version) {
        try (ContextLoader ignored = ContextLoader.of(factory)) {
            this.factory = factory;
            this.plugin = plugin;
            this.version = version;
            this.name = factory.name();
            this.description = factory.description();
            this.configType = factory.configType();
        }
        if (!NAME.matcher(name).matches() || name.equals("filter")) {
            throw new IllegalArgumentException(
                    "a sink's name must be of lower case letters, digits and dashes, and not filter, got '" + name
                            + "'");
        }
        this.schema = RecordBinder.schema(configType);
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

    /** JSON Schema of its settings; a copy of its own. */
    public ObjectNode schema() {
        return schema.deepCopy();
    }

    /** The settings as the sink's own record. */
    public Record bind(JsonNode settings) throws ConfigException {
        try (ContextLoader ignored = ContextLoader.of(factory)) {
            return RecordBinder.bind(configType, settings);
        }
    }

    /** Makes an instance; blocks. The caller closes it, with {@link #inPlugin} around the call. */
    public Sink create(Record config, SinkContext context) throws Exception {
        try (ContextLoader ignored = ContextLoader.of(factory)) {
            return create(factory, config, context);
        }
    }

    /** Makes the plugin's class loader the thread's own until closed: for every call of a sink. */
    public ContextLoader inPlugin() {
        return ContextLoader.of(factory);
    }

    private static <C extends Record> Sink create(SinkFactory<C> factory, Record config, SinkContext context)
            throws Exception {
        return factory.create(factory.configType().cast(config), context);
    }

    @Override
    public String toString() {
        return name + " (" + plugin + " " + version + ")";
    }
}
