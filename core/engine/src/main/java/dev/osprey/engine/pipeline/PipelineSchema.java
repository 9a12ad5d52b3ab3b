package dev.osprey.engine.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.plugin.StageType;

/** What a pipeline may hold, as a JSON Schema for editors: each stage that is known, with its settings. */
public final class PipelineSchema {
    private PipelineSchema() {}

    /** The schema of the value under a pipeline's name. */
    public static ObjectNode of(Plugins plugins) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.put("additionalProperties", false).putArray("required").add("stages");
        ObjectNode stages = schema.putObject("properties").putObject("stages").put("type", "array");
        stages.put("minItems", 1).put("description", "what looks at each picture, in this order");
        ObjectNode entry = RecordBinder.schema(StageKeys.class);
        entry.remove("$schema");
        entry.put("minProperties", 1);
        ObjectNode keys = (ObjectNode) entry.get("properties");
        ObjectNode alone = JsonNodeFactory.instance.objectNode();
        var names = alone.put("type", "string").putArray("enum");
        for (StageType type : plugins.stages()) {
            names.add(type.name());
            keys.set(type.name(), settings(type));
        }
        stages.putObject("items").putArray("anyOf").add(entry).add(alone);
        return schema;
    }

    private static ObjectNode settings(StageType type) {
        ObjectNode settings = type.schema();
        settings.remove("$schema");
        ObjectNode edge = (ObjectNode) RecordBinder.schema(EdgeKeys.class).get("properties");
        settings.withObject("/properties").setAll(edge);
        settings.put("description", type.description());
        settings.putArray("type").add("object").add("null");
        return settings;
    }
}
