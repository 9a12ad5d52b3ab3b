package dev.osprey.toolkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model file says of itself: the key–value pairs that exporters write into it. */
public final class Metadata {
    private final Map<String, String> values;

    public Metadata(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The classes' names, where the exporter wrote them under {@code names} as Ultralytics does. */
    public Optional<List<String>> names() {
        return get("names").flatMap(Labels::parse);
    }

    /** Whether a key holds the word true, in any case. */
    public boolean isTrue(String key) {
        return get(key).map(value -> value.strip().equalsIgnoreCase("true")).orElse(false);
    }
}
