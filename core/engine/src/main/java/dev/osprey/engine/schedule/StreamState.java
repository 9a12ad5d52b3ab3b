package dev.osprey.engine.schedule;

import dev.osprey.engine.pipeline.Gate;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.pipeline.StageNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What is remembered from picture to picture of one stream of one feed. Guarded by the scheduler's lock. */
final class StreamState {
    private static final long NEVER = Long.MIN_VALUE;

    final List<StageUnit> units;
    private final List<Memory> memories;
    private final List<Optional<Following>> followings;
    private final List<Optional<TrackAnswers>> answers;
    private final long[] lastFindMicros;
    private final long[] nextRunMicros;

    /** @param identities of the feed's objects: each is given once */
    StreamState(Pipeline pipeline, List<StageUnit> units, LongSupplier identities) {
        this.units = List.copyOf(units);
        int nodes = pipeline.nodes().size();
        memories = Stream.generate(Memory::new).limit(nodes).toList();
        followings = pipeline.nodes().stream()
                .map(node -> node.tracks() ? Optional.of(new Following(node, identities)) : Optional.<Following>empty())
                .toList();
        answers = pipeline.nodes().stream()
                .map(node -> node.after()
                        .filter(cascade -> !cascade.perTrack().isZero())
                        .map(TrackAnswers::new))
                .toList();
        lastFindMicros = new long[nodes];
        nextRunMicros = new long[nodes];
        Arrays.fill(lastFindMicros, NEVER);
        Arrays.fill(nextRunMicros, NEVER);
    }

    Memory memory(int node) {
        return memories.get(node);
    }

    /** The objects that a stage finds; empty if they are not followed. */
    Optional<Following> following(int node) {
        return followings.get(node);
    }

    /** What a stage has said of each object; empty if it looks at each in every picture. */
    Optional<TrackAnswers> answers(int node) {
        return answers.get(node);
    }

    void found(int node, long capturedMicros) {
        lastFindMicros[node] = capturedMicros;
    }

    /* A gate whose stage is out of use stands open: better a stage that runs too often than one that never does. */
    boolean isOpen(Gate gate, long capturedMicros, long nowNanos) {
        if (!units.get(gate.node()).life.isAvailable(nowNanos)) {
            return true;
        }
        long last = lastFindMicros[gate.node()];
        return last != NEVER && Math.abs(capturedMicros - last) <= gate.hold().toNanos() / 1000;
    }

    boolean isDue(int node, StageNode stage, long capturedMicros) {
        long every = stage.every().toNanos() / 1000;
        long next = nextRunMicros[node];
        // A clock set back would otherwise stop the stage until it has caught up.
        return every == 0 || next == NEVER || capturedMicros >= next || capturedMicros < next - every;
    }

    /* The next run is due one period after this one was, not after it came: so the rate is right on average, though
     * pictures come at times of their own. */
    void ran(int node, StageNode stage, long capturedMicros) {
        long every = stage.every().toNanos() / 1000;
        long next = nextRunMicros[node];
        boolean inStep = next != NEVER && capturedMicros >= next && capturedMicros < next + every;
        nextRunMicros[node] = (inStep ? next : capturedMicros) + every;
    }
}
