package dev.osprey.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.engine.text.Names;
import dev.osprey.engine.text.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a pipeline's list, its own keys checked, its references to other entries not yet.
 *
 * @param as the name in results; empty if the entry names no stage
 * @param bound the stage; empty if there is a problem with it
 */
record StageEntry(
        String path,
        String as,
        Optional<Bound> bound,
        Optional<String> when,
        Duration hold,
        Duration every,
        Optional<AfterReference> after,
        List<String> with,
        int maxCrops,
        Duration perTrack) {

    /** A known stage whose settings are right. */
    record Bound(StageType type, Record config, EdgeFilter filter, boolean tracks) {}

    static StageEntry read(String path, JsonNode entry, Plugins plugins, List<Problem> problems) {
        if (entry.isTextual()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.putObject(entry.asText());
            return read(path, object, plugins, problems);
        }
        if (!entry.isObject() || entry.isEmpty()) {
            problems.add(new Problem(
                    path, "must name a stage with its settings, such as `motion: {}`, got " + Shown.kind(entry)));
            return unusable(path);
        }
        ObjectNode structural = JsonNodeFactory.instance.objectNode();
        List<String> candidates = new ArrayList<>();
        entry.properties().forEach(property -> {
            if (StageKeys.KEYS.contains(property.getKey())) {
                structural.set(property.getKey(), property.getValue());
            } else {
                candidates.add(property.getKey());
            }
        });
        String stage = stageAmong(candidates, path, plugins, problems);
        StageKeys keys = bind(StageKeys.class, structural, path, problems);
        if (keys == null) {
            keys = StageKeys.none();
        }
        Optional<Bound> bound = stage == null
                ? Optional.empty()
                : plugins.find(stage).flatMap(type -> bound(type, entry.path(stage), path, problems));
        String as = text(structural, "as")
                .filter(name -> StageKeys.NAME.matcher(name).matches())
                .orElse(stage != null && StageKeys.NAME.matcher(stage).matches() ? stage : "");
        return new StageEntry(
                path,
                as,
                bound,
                text(structural, "when"),
                keys.hold().orElse(Gate.DEFAULT_HOLD),
                keys.every().orElse(Duration.ZERO),
                text(structural, "after").flatMap(text -> reference(text, path, problems)),
                texts(structural.path("with")),
                keys.maxCrops().orElse(Cascade.DEFAULT_MAX_CROPS),
                keys.perTrack().orElse(Duration.ZERO));
    }

    /** The key that names the stage, known or not; every other key is a problem. */
    private static @Nullable String stageAmong(
            List<String> candidates, String path, Plugins plugins, List<Problem> problems) {
        List<String> names = plugins.stages().stream().map(StageType::name).toList();
        List<String> known = candidates.stream().filter(names::contains).toList();
        if (candidates.isEmpty()) {
            problems.add(new Problem(path, "names no stage; known: " + String.join(", ", names)));
            return null;
        }
        if (known.size() > 1) {
            problems.add(new Problem(
                    path,
                    "names " + known.size() + " stages (" + String.join(", ", known)
                            + "): each needs an entry of its own"));
        }
        if (known.isEmpty() && candidates.size() == 1) {
            problems.add(new Problem(path, Names.unknown("stage", candidates.get(0), names)));
            return candidates.get(0);
        }
        List<String> valid = new ArrayList<>(StageKeys.KEYS);
        if (known.isEmpty()) {
            valid.addAll(names);
        }
        candidates.stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problems.add(new Problem(path + "." + key, Names.unknown("key", key, valid))));
        return known.isEmpty() ? candidates.get(0) : known.get(0);
    }

    private static Optional<Bound> bound(StageType type, JsonNode given, String path, List<Problem> problems) {
        String settingsPath = path + "." + type.name();
        JsonNode settings = given.isNull() ? JsonNodeFactory.instance.objectNode() : given.deepCopy();
        ObjectNode edge = JsonNodeFactory.instance.objectNode();
        if (settings instanceof ObjectNode object) {
            for (String key : StageType.EDGE_KEYS) {
                JsonNode value = object.remove(key);
                if (value != null) {
                    edge.set(key, value);
                }
            }
        }
        EdgeKeys edgeKeys = bind(EdgeKeys.class, edge, settingsPath, problems);
        try {
            Record config = type.bind(settings);
            return Optional.ofNullable(edgeKeys)
                    .map(keys ->
                            new Bound(type, config, keys.filter(), keys.track().orElse(true)));
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add(problem.under(settingsPath)));
            return Optional.empty();
        }
    }

    private static Optional<AfterReference> reference(String text, String path, List<Problem> problems) {
        try {
            return Optional.of(AfterReference.parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(path + ".after", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static <C extends Record> @Nullable C bind(
            Class<C> type, JsonNode tree, String path, List<Problem> problems) {
        try {
            return RecordBinder.bind(type, tree);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add(problem.under(path)));
            return null;
        }
    }

    /* References are taken from the tree, so that a mistake in another key does not hide one in them. */
    private static Optional<String> text(ObjectNode keys, String key) {
        return Optional.ofNullable(keys.get(key)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static StageEntry unusable(String path) {
        return new StageEntry(
                path,
                "",
                Optional.empty(),
                Optional.empty(),
                Gate.DEFAULT_HOLD,
                Duration.ZERO,
                Optional.empty(),
                List.of(),
                Cascade.DEFAULT_MAX_CROPS,
                Duration.ZERO);
    }
}
