package dev.osprey.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Problem;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.engine.text.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one pipeline and collects every problem on the way. */
final class PipelineParser {
    private final String name;
    private final Plugins plugins;
    private final List<Problem> problems = new ArrayList<>();
    private final List<StageNode> nodes = new ArrayList<>();
    private final Map<Integer, Set<Integer>> seen = new HashMap<>();
    private final Map<String, Integer> indexByName = new HashMap<>();

    PipelineParser(String name, Plugins plugins) {
        this.name = name;
        this.plugins = plugins;
    }

    Pipeline parse(JsonNode yaml) throws ConfigException {
        String path = "pipelines." + name;
        JsonNode stages = yaml.path("stages");
        yaml.fieldNames().forEachRemaining(key -> {
            if (!key.equals("stages")) {
                problems.add(new Problem(path + "." + key, Names.unknown("key", key, List.of("stages"))));
            }
        });
        if (!stages.isArray() || stages.isEmpty()) {
            problems.add(new Problem(path + ".stages", "must be a list of at least one stage"));
        }
        List<StageEntry> entries = new ArrayList<>();
        for (int i = 0; stages.isArray() && i < stages.size(); i++) {
            entries.add(StageEntry.read(path + ".stages[" + i + "]", stages.get(i), plugins, problems));
        }
        for (int i = 0; i < entries.size(); i++) {
            add(entries, i);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Pipeline(name, nodes, yaml.deepCopy());
    }

    private void add(List<StageEntry> entries, int index) {
        StageEntry entry = entries.get(index);
        if (entry.as().isEmpty()) {
            return;
        }
        Integer earlier = indexByName.get(entry.as());
        if (earlier != null) {
            problems.add(new Problem(
                    entry.path(),
                    "the name '" + entry.as() + "' is taken by stages[" + earlier
                            + "]: give one of them another name with `as`"));
        }
        Optional<Gate> when = entry.when()
                .flatMap(other -> earlier(entry, "when", other, entries))
                .map(node -> new Gate(node, entry.hold()));
        Optional<Cascade> after = entry.after().flatMap(reference -> earlier(entry, "after", reference.stage(), entries)
                .map(node -> new Cascade(node, reference.labels(), entry.maxCrops(), entry.perTrack())));
        after.ifPresent(cascade -> checkFollowed(entry, cascade));
        Set<Integer> sees = new TreeSet<>();
        when.ifPresent(gate -> see(gate.node(), sees));
        after.ifPresent(cascade -> see(cascade.node(), sees));
        entry.with().forEach(other -> earlier(entry, "with", other, entries).ifPresent(node -> see(node, sees)));
        seen.put(index, sees);
        indexByName.putIfAbsent(entry.as(), index);
        entry.bound()
                .ifPresent(bound -> nodes.add(new StageNode(
                        entry.as(),
                        entry.path(),
                        bound.type(),
                        bound.config(),
                        bound.filter(),
                        when,
                        after,
                        sees,
                        entry.every(),
                        bound.tracks() && after.isEmpty())));
    }

    private void checkFollowed(StageEntry entry, Cascade cascade) {
        if (entry.perTrack().isZero() || !problems.isEmpty()) {
            return;
        }
        StageNode root = nodes.get(cascade.node());
        while (root.after().isPresent()) {
            root = nodes.get(root.after().get().node());
        }
        if (!root.tracks()) {
            problems.add(new Problem(
                    entry.path() + ".per-track",
                    "needs objects that are followed, and '" + root.as() + "' has `track: false`"));
        }
    }

    private void see(int node, Set<Integer> sees) {
        sees.add(node);
        sees.addAll(seen.getOrDefault(node, Set.of()));
    }

    /* Indices are those of the list of entries: they are also those of the nodes, as an entry that gives no node has a
     * problem and so there will be no pipeline. */
    private Optional<Integer> earlier(StageEntry entry, String key, String other, List<StageEntry> entries) {
        Integer index = indexByName.get(other);
        if (index != null) {
            return Optional.of(index);
        }
        boolean later = entries.stream().anyMatch(any -> any.as().equals(other));
        problems.add(new Problem(
                entry.path() + "." + key,
                later
                        ? "must name an earlier stage; '" + other + "' stands "
                                + (other.equals(entry.as()) ? "here" : "later: move it up")
                        : Names.unknown("earlier stage", other, indexByName.keySet())));
        return Optional.empty();
    }
}
