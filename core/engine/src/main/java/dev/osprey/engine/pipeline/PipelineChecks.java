package dev.osprey.engine.pipeline;

import dev.osprey.engine.Problem;
import dev.osprey.engine.text.Names;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a pipeline asks for with what its stages say they give, once they are loaded. */
public final class PipelineChecks {
    private PipelineChecks() {}

    /**
     * Every label and every cascade that the stages cannot serve.
     *
     * @param specs by node
     */
    public static List<Problem> check(Pipeline pipeline, List<StageSpec> specs) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < pipeline.nodes().size(); i++) {
            StageNode node = pipeline.nodes().get(i);
            labels(
                    node.path() + "." + node.type().name() + ".labels",
                    node.filter().labels(),
                    specs.get(i).labels(),
                    problems);
            node.after().ifPresent(cascade -> cascade(pipeline, node, cascade, specs.get(cascade.node()), problems));
        }
        return problems;
    }

    /**
     * The labels that objects may have which the pipeline follows from picture to picture; empty where one of its stages
     * does not say.
     *
     * @param specs by node
     */
    public static Set<String> followedLabels(Pipeline pipeline, List<StageSpec> specs) {
        Set<String> labels = new TreeSet<>();
        for (int i = 0; i < pipeline.nodes().size(); i++) {
            StageNode node = pipeline.nodes().get(i);
            if (node.tracks() && specs.get(i).kinds().contains(Result.Kind.DETECTION)) {
                Collection<String> own = node.filter().labels().isEmpty()
                        ? specs.get(i).labels()
                        : node.filter().labels();
                if (own.isEmpty()) {
                    return Set.of();
                }
                // what is labelled like its stage only says where something is, and is not followed
                own.stream().filter(label -> !label.equals(node.type().name())).forEach(labels::add);
            }
        }
        return labels;
    }

    private static void cascade(
            Pipeline pipeline, StageNode node, Cascade cascade, StageSpec spec, List<Problem> problems) {
        StageNode parent = pipeline.nodes().get(cascade.node());
        String path = node.path() + ".after";
        if (spec.kinds().stream().noneMatch(Results::hasRegion)) {
            problems.add(new Problem(
                    path,
                    "'" + parent.as() + "' gives " + names(spec.kinds().stream())
                            + ", which has no region to look at; a stage can stand on "
                            + names(Arrays.stream(Result.Kind.values()).filter(Results::hasRegion))));
        }
        Collection<String> kept = parent.filter().labels().isEmpty()
                ? spec.labels()
                : parent.filter().labels();
        labels(path, cascade.labels(), kept, problems);
    }

    private static String names(Stream<Result.Kind> kinds) {
        return kinds.map(Result.Kind::jsonName).sorted().collect(Collectors.joining(", "));
    }

    private static void labels(
            String path, Collection<String> asked, Collection<String> given, List<Problem> problems) {
        if (given.isEmpty()) {
            return;
        }
        asked.stream()
                .filter(label -> !given.contains(label))
                .sorted()
                .forEach(label -> problems.add(new Problem(path, Names.unknown("label", label, given))));
    }
}
