package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.pipeline.Cascade;
import dev.osprey.engine.pipeline.Gate;
import dev.osprey.engine.pipeline.Results;
import dev.osprey.engine.pipeline.StageNode;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One picture on its way through its feed's pipeline. Guarded by the scheduler's lock until it is complete. */
final class FrameRun {
    private enum NodeState {
        WAITING,
        RUNNING,
        DONE,
        ABSENT
    }

    final CameraFeed feed;
    final Picture picture;
    final StreamState stream;

    /** What stages have made of the picture; let go of when it is delivered. */
    final FrameImages images;

    private final FrameFacts frame;
    private final List<StageNode> nodes;
    private final NodeState[] states;
    private final @Nullable List<Finding>[] findings;
    private final List<List<Integer>> parents;
    private final double[] millis;
    private final String[] errors;
    private final List<InputGroup> open = new ArrayList<>();
    private @Nullable Throwable broken;
    private int unresolved;
    private boolean over;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
    FrameRun(CameraFeed feed, Picture picture, StreamState stream, EngineOptions options) {
        this.feed = feed;
        this.picture = picture;
        this.stream = stream;
        this.frame = FrameFacts.of(feed.cameraId(), picture);
        this.images = new FrameImages(frame, options.maxImages(), options.maxImagePixels());
        this.nodes = feed.pipeline().nodes();
        this.states = new NodeState[nodes.size()];
        this.findings = new List[nodes.size()];
        this.parents = new ArrayList<>(Collections.nCopies(nodes.size(), List.of()));
        this.millis = new double[nodes.size()];
        this.unresolved = nodes.size();
        this.errors = new String[nodes.size()];
        Arrays.fill(errors, "");
        Arrays.fill(states, NodeState.WAITING);
        Arrays.fill(millis, Double.NaN);
    }

    boolean isComplete() {
        return unresolved == 0;
    }

    /** True once: the run is handed over to be delivered, and nothing changes it any more. */
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    boolean isOver() {
        return over;
    }

    /** What went wrong in the engine itself with this picture; null: nothing. */
    @Nullable
    Throwable broken() {
        return broken;
    }

    /** Groups that are queued or under way. */
    List<InputGroup> open() {
        return List.copyOf(open);
    }

    /** The engine cannot go on with this picture: what is not through is absent. */
    void breakOff(Throwable why) {
        broken = why;
        open.clear();
        for (int i = 0; i < states.length; i++) {
            if (states[i] == NodeState.WAITING || states[i] == NodeState.RUNNING) {
                states[i] = NodeState.ABSENT;
                errors[i] = "the engine failed: " + Failures.inWords(why);
            }
        }
        unresolved = 0;
    }

    /** Decides on every stage whose predecessors are through, and queues those that are due. */
    void advance(Scheduler scheduler) {
        for (int i = 0; i < nodes.size(); i++) {
            if (states[i] == NodeState.WAITING && isReady(nodes.get(i))) {
                decide(i, scheduler);
            }
        }
    }

    private boolean isReady(StageNode node) {
        return node.sees().stream().allMatch(this::isThrough);
    }

    private boolean isThrough(int node) {
        return states[node] == NodeState.DONE || states[node] == NodeState.ABSENT;
    }

    private void decide(int index, Scheduler scheduler) {
        StageNode node = nodes.get(index);
        FeedCounts counts = feed.counts(index);
        long captured = frame.capturedMicros();
        long now = scheduler.now();
        Optional<Gate> gate = node.when();
        if (gate.isPresent() && !stream.isOpen(gate.get(), captured, now)) {
            counts.skippedByWhen++;
            stream.following(index).ifPresent(objects -> objects.rest(frame.ptsMicros()));
            resolve(index, NodeState.ABSENT);
        } else if (!stream.isDue(index, node, captured)) {
            counts.skippedByEvery++;
            resolve(index, NodeState.ABSENT);
        } else if (node.after().isPresent() && states[node.after().get().node()] == NodeState.ABSENT) {
            resolve(index, NodeState.ABSENT);
        } else if (!scheduler.isAvailable(stream.units.get(index))) {
            counts.unavailable++;
            errors[index] = stream.units.get(index).life.message();
            resolve(index, NodeState.ABSENT);
        } else {
            start(index, node, scheduler, captured);
        }
    }

    private void start(int index, StageNode node, Scheduler scheduler, long captured) {
        List<FencedInput> inputs = new ArrayList<>();
        Sight sight = sight(index, node);
        if (node.after().isPresent()) {
            Cascade cascade = node.after().get();
            List<Finding> found = found(cascade.node());
            List<Integer> chosen = crops(cascade, found, stream.answers(index));
            parents.set(index, chosen);
            for (int parent : chosen) {
                Result result = found.get(parent).result();
                inputs.add(input(scheduler, node, Results.region(result).orElseThrow(), Optional.of(result), sight));
            }
        } else {
            inputs.add(input(scheduler, node, Region.of(frame), Optional.empty(), sight));
        }
        if (inputs.isEmpty()) {
            findings[index] = settled(index, List.of());
            resolve(index, NodeState.DONE);
            return;
        }
        stream.ran(index, node, captured);
        states[index] = NodeState.RUNNING;
        open.add(scheduler.runs.enqueue(stream.units.get(index), this, index, inputs));
    }

    private FencedInput input(
            Scheduler scheduler, StageNode node, Region region, Optional<Result> parent, Sight sight) {
        Picture seen = parent.map(this::pixelsUnder).orElse(picture);
        return new FencedInput(scheduler.observed(seen, node.as()), frame, region, parent, sight, images);
    }

    /** What a stage reads that stands on this result: of an image its own pixels. */
    private Picture pixelsUnder(Result result) {
        return result instanceof Result.Image image
                ? images.of(image).orElseThrow().inSource()
                : picture;
    }

    private Sight sight(int index, StageNode node) {
        Map<String, List<Finding>> seen = new TreeMap<>();
        node.sees().forEach(other -> seen.put(nodes.get(other).as(), found(other)));
        return new Sight(node.as(), seen, stream.memory(index));
    }

    /** The indices of the results to look at, the best scores first. */
    private List<Integer> crops(Cascade cascade, List<Finding> found, Optional<TrackAnswers> answers) {
        return IntStream.range(0, found.size())
                .boxed()
                .filter(i -> cascade.wants(found.get(i).result())
                        && Results.region(found.get(i).result()).isPresent()
                        && answers.map(given -> given.isDue(found.get(i).track(), frame.ptsMicros()))
                                .orElse(true))
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -Results.score(found.get(i).result())))
                .limit(cascade.maxCrops())
                .toList();
    }

    /** A group of this run is through: as a whole, or given up. */
    void finished(InputGroup group, boolean unavailable) {
        int index = group.node;
        FeedCounts counts = feed.counts(index);
        open.remove(group);
        errors[index] = group.why;
        if (group.failed) {
            if (unavailable) {
                counts.unavailable++;
            } else {
                counts.errors++;
            }
            resolve(index, NodeState.ABSENT);
            return;
        }
        StageNode node = nodes.get(index);
        List<Finding> kept = new ArrayList<>();
        double defaultScore = stream.units.get(index).life.spec().defaultScore();
        for (int i = 0; i < group.outputs.length; i++) {
            Output output = group.outputs[i];
            if (output == null) {
                throw new IllegalStateException("output " + i + " of stage " + node.as() + " is missing");
            }
            kept.addAll(findings(index, i, output, defaultScore));
        }
        findings[index] = settled(index, kept);
        millis[index] = group.nanos / 1e6;
        counts.runs++;
        if (kept.stream().anyMatch(finding -> Results.isFind(finding.result()))) {
            stream.found(index, frame.capturedMicros());
        }
        resolve(index, NodeState.DONE);
    }

    private List<Finding> findings(int index, int input, Output output, double defaultScore) {
        StageNode node = nodes.get(index);
        Optional<Following> following = stream.following(index);
        if (following.isPresent()) {
            return following.get().findings(output.results(), defaultScore, frame);
        }
        List<Result> kept = node.filter().keep(output.results(), defaultScore);
        if (node.after().isEmpty()) {
            return kept.stream().map(Finding::of).toList();
        }
        int cascade = node.after().get().node();
        int of = parents.get(index).get(input);
        Optional<Parent> parent = Optional.of(new Parent(nodes.get(cascade).as(), of));
        long track = found(cascade).get(of).track();
        return kept.stream().map(result -> new Finding(result, parent, track)).toList();
    }

    /** With what is known of objects that were not looked at in this picture. */
    private List<Finding> settled(int index, List<Finding> kept) {
        Optional<TrackAnswers> answers = stream.answers(index);
        if (answers.isEmpty()) {
            return kept;
        }
        int cascade = nodes.get(index).after().orElseThrow().node();
        return answers.get()
                .settle(nodes.get(cascade).as(), found(cascade), parents.get(index), kept, frame.ptsMicros());
    }

    private List<Finding> found(int node) {
        List<Finding> found = findings[node];
        return found == null ? List.of() : found;
    }

    private void resolve(int index, NodeState state) {
        states[index] = state;
        unresolved--;
    }

    /** What was found; the run is complete. */
    Analysis analysis() {
        Map<String, List<Finding>> results = new LinkedHashMap<>();
        Map<String, Double> timings = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            List<Finding> found = findings[i];
            if (found != null) {
                results.put(nodes.get(i).as(), found);
            }
            if (!errors[i].isEmpty()) {
                failed.put(nodes.get(i).as(), errors[i]);
            }
            if (!Double.isNaN(millis[i])) {
                timings.put(nodes.get(i).as(), millis[i]);
            }
        }
        return new Analysis(
                frame.cameraId(),
                picture.stream(),
                frame.sequence(),
                frame.ptsMicros(),
                frame.capturedAt(),
                frame.width(),
                frame.height(),
                results,
                timings,
                failed);
    }
}
