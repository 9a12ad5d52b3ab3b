package dev.osprey.engine.plugin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.osprey.spi.Default;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the binder knows of record components: their keys, whether they may be left out, which types are text. */
final class Components {
    private static final Set<Class<?>> WRITTEN_AS_TEXT =
            Set.of(String.class, Duration.class, Path.class, URI.class, Instant.class);

    private Components() {}

    /** {@code maxCrops} is written {@code max-crops}; {@code for_}, as Java keeps that word for itself, {@code for}. */
    static String key(String component) {
        String name = component.endsWith("_") ? component.substring(0, component.length() - 1) : component;
        return PropertyNamingStrategies.KebabCaseStrategy.INSTANCE.translate(name);
    }

    /** {@code TOP_LEFT} is written {@code top-left}. */
    static String constant(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean mayBeLeftOut(@Nullable Default defaultValue, AnnotatedType type) {
        Class<?> raw = raw(type.getType());
        return defaultValue != null
                || raw == Optional.class
                || Collection.class.isAssignableFrom(raw)
                || Map.class.isAssignableFrom(raw)
                || type.isAnnotationPresent(Nullable.class);
    }

    static boolean isText(Class<?> type) {
        return WRITTEN_AS_TEXT.contains(type) || type.isEnum();
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        throw new IllegalArgumentException(
                "a configuration record's components must be of plain or parameterized types, got " + type);
    }

    /** The type's argument, such as the element type of a list. */
    static Type argument(Type type, int index) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        throw new IllegalArgumentException("a configuration record needs to say what its " + type + " holds");
    }
}
