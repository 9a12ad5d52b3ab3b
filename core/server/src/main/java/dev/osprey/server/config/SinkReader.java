package dev.osprey.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.event.EventType;
import dev.osprey.engine.plugin.Bound;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.plugin.SinkType;
import dev.osprey.engine.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks {@code sinks}. */
final class SinkReader {
    private static final int MOST = 64;
    private static final String FILTER = "filter";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final Plugins plugins;

    SinkReader(Plugins plugins) {
        this.plugins = plugins;
    }

    List<SinkConfig> read(Place place, Map<String, JsonNode> entries) {
        if (entries.size() > MOST) {
            place.problem("must be at most " + MOST + " sinks, got " + entries.size());
            return List.of();
        }
        List<SinkConfig> sinks = new ArrayList<>();
        entries.forEach((name, entry) -> one(place.child(name), name, entry).ifPresent(sinks::add));
        return sinks;
    }

    private Optional<SinkConfig> one(Place place, String name, JsonNode entry) {
        if (!NAME.matcher(name).matches()) {
            place.problem(
                    "a sink's name has 1 to 64 of the characters A-Z a-z 0-9 _ . - and begins with a letter or digit");
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        entry.fieldNames().forEachRemaining(keys::add);
        keys.remove(FILTER);
        if (keys.size() != 1) {
            place.problem("must name one kind of sink, such as {file: {path: events.jsonl}}, got " + keys.size());
            return Optional.empty();
        }
        String kind = keys.get(0);
        Optional<SinkType> type = plugins.findSink(kind);
        if (type.isEmpty()) {
            place.child(kind)
                    .problem(Names.unknown(
                            "kind of sink",
                            kind,
                            plugins.sinks().stream().map(SinkType::name).toList()));
            return Optional.empty();
        }
        Optional<SinkFilter> filter = filter(place.child(FILTER), entry.path(FILTER));
        try {
            Record settings = type.get().bind(entry.path(kind));
            return filter.map(wanted -> new SinkConfig(name, type.get(), settings, wanted));
        } catch (ConfigException e) {
            place.child(kind).addAll(e.problems());
            return Optional.empty();
        }
    }

    private static Optional<SinkFilter> filter(Place place, JsonNode given) {
        Bound<SinkFilter> bound =
                RecordBinder.bindWhatIsRight(SinkFilter.class, given.isNull() ? MissingNode.getInstance() : given);
        place.addAll(bound.problems());
        bound.value().ifPresent(filter -> {
            for (int i = 0; i < filter.types().size(); i++) {
                String type = filter.types().get(i);
                if (EventType.named(type).isEmpty()) {
                    place.child("types")
                            .item(i)
                            .problem(Names.unknown(
                                    "type of event",
                                    type,
                                    Arrays.stream(EventType.values())
                                            .map(EventType::typeName)
                                            .toList()));
                }
            }
        });
        return bound.value();
    }
}
