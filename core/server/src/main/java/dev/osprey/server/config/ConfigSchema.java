package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.pipeline.PipelineSchema;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.plugin.RecordBinder;

/** The whole configuration file as a JSON Schema, for editors: the records it is bound to, and the stages there are. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** With the settings of each stage that the plugins bring. */
    public static ObjectNode of(Plugins plugins) {
        ObjectNode schema = RecordBinder.schema(FileSettings.class);
        schema.put("title", "Osprey's configuration");
        ObjectNode parts = (ObjectNode) schema.get("properties");
        ObjectNode tls = parts.withObject("/server/properties/tls");
        tls.putArray("anyOf")
                .add(without(RecordBinder.schema(ServerSettings.Tls.class)))
                .add(constant("off"))
                .add(JsonNodeFactory.instance.objectNode().put("const", false));
        parts.withObject("/engine/properties/device").put("pattern", "^(" + EngineConfig.DEVICE_PATTERN + ")$");
        parts.withObject("/engine/properties/lanes").put("minimum", 1).put("maximum", 256);
        ObjectNode camera = without(RecordBinder.schema(CameraSettings.class));
        var oneOf = camera.putArray("oneOf");
        for (String key : new String[] {"source", "streams"}) {
            oneOf.addObject().putArray("required").add(key);
        }
        shapes(camera, ShapeKind.ZONES, ZoneSettings.class);
        shapes(camera, ShapeKind.LINES, LineSettings.class);
        parts.withObject("/cameras").set("additionalProperties", camera);
        parts.withObject("/rules").set("additionalProperties", without(RecordBinder.schema(RuleSettings.class)));
        parts.withObject("/pipelines").set("additionalProperties", PipelineSchema.of(plugins));
        ObjectNode sink = JsonNodeFactory.instance.objectNode().put("type", "object");
        sink.put("additionalProperties", false).put("minProperties", 1);
        ObjectNode keys = sink.putObject("properties");
        keys.set("filter", without(RecordBinder.schema(SinkFilter.class)));
        plugins.sinks().forEach(type -> keys.set(type.name(), without(type.schema())));
        parts.withObject("/sinks").set("additionalProperties", sink);
        return schema;
    }

    private static void shapes(ObjectNode camera, ShapeKind kind, Class<? extends Record> settings) {
        camera.withObject("/properties/" + kind.key())
                .set("additionalProperties", without(RecordBinder.schema(settings)));
    }

    private static ObjectNode constant(String text) {
        return JsonNodeFactory.instance.objectNode().put("const", text);
    }

    private static ObjectNode without(JsonNode schema) {
        ObjectNode part = schema.deepCopy();
        part.remove("$schema");
        return part;
    }
}
