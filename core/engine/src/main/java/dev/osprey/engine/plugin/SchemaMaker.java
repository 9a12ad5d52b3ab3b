package dev.osprey.engine.plugin;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import dev.osprey.engine.text.Durations;
import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import dev.osprey.spi.Sensitive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the JSON Schema of a configuration record. */
final class SchemaMaker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaMaker() {}

    static ObjectNode make(Class<?> type) {
        // A generator keeps what it has resolved: a new one each time, so that it keeps no plugin's classes alive.
        ObjectNode schema = generator().generateSchema(type);
        try {
            // Defaults stand in it as objects of Java's: read again, all of it is plain JSON.
            return (ObjectNode) JSON.readTree(schema.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of " + type.getName() + " is no JSON", e);
        }
    }

    @SuppressWarnings("UnusedVariable") // components keep the order in which they are declared
    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                SchemaVersion.DRAFT_2020_12,
                new OptionPreset(
                        Option.SCHEMA_VERSION_INDICATOR,
                        Option.ADDITIONAL_FIXED_TYPES,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.ALLOF_CLEANUP_AT_THE_END,
                        Option.INLINE_ALL_SCHEMAS));
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider(SchemaMaker::special)
                .withPropertySorter((first, second) -> 0);
        builder.forFields()
                .withPropertyNameOverrideResolver(field -> Components.key(field.getDeclaredName()))
                .withTargetTypeOverridesResolver(SchemaMaker::unwrapped)
                .withRequiredCheck(field -> !mayBeLeftOut(field))
                .withWriteOnlyCheck(SchemaMaker::isSecret)
                .withDescriptionResolver(SchemaMaker::description)
                .withDefaultResolver(SchemaMaker::defaultValue);
        builder.with(new JacksonModule());
        return new SchemaGenerator(builder.build());
    }

    private static @Nullable CustomDefinition special(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode node = context.getGeneratorConfig().createObjectNode();
        if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
            return inline(raw == ObjectNode.class ? node.put("type", "object") : node);
        }
        if (Map.class.isAssignableFrom(raw)) {
            ResolvedType value = type.typeParametersFor(Map.class).get(1);
            node.put("type", "object").set("additionalProperties", context.createDefinition(value));
            return inline(node);
        }
        if (!Components.isText(raw) || raw == String.class) {
            return null;
        }
        node.put("type", "string");
        if (raw == Duration.class) {
            node.put("pattern", Durations.PATTERN);
        }
        if (raw.isEnum()) {
            ArrayNode values = node.putArray("enum");
            for (Object constant : raw.getEnumConstants()) {
                values.add(Components.constant((Enum<?>) constant));
            }
        }
        return inline(node);
    }

    private static CustomDefinition inline(ObjectNode node) {
        return new CustomDefinition(
                node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.NO);
    }

    private static @Nullable List<ResolvedType> unwrapped(FieldScope field) {
        ResolvedType type = field.getType();
        return type != null && type.getErasedType() == Optional.class
                ? List.of(type.getTypeParameters().get(0))
                : null;
    }

    private static boolean mayBeLeftOut(FieldScope field) {
        return Components.mayBeLeftOut(
                field.getAnnotation(Default.class), field.getRawMember().getAnnotatedType());
    }

    private static boolean isSecret(FieldScope field) {
        return field.getAnnotation(Sensitive.class) != null;
    }

    private static @Nullable String description(FieldScope field) {
        Description description = field.getAnnotation(Description.class);
        return description == null || field.isFakeContainerItemScope() ? null : description.value();
    }

    private static @Nullable Object defaultValue(FieldScope field) {
        Default given = field.getAnnotation(Default.class);
        return given == null || isSecret(field) || field.isFakeContainerItemScope()
                ? null
                : Defaults.value(field.getRawMember().getType(), given);
    }
}
