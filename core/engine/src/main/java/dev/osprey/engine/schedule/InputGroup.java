package dev.osprey.engine.schedule;

import dev.osprey.spi.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inputs that one stage shall see of one picture: one, or in a cascade one a result. Guarded by the scheduler. */
final class InputGroup {
    final FrameRun run;
    final int node;
    final List<FencedInput> inputs;
    final @Nullable Output[] outputs;
    final long readySinceNanos;
    final long order;

    /** The next input to hand out. */
    int next;

    int inFlight;
    boolean failed;

    /** Why it failed, in words. */
    String why = "";

    boolean finished;
    long nanos;

    InputGroup(FrameRun run, int node, List<FencedInput> inputs, long readySinceNanos, long order) {
        this.run = run;
        this.node = node;
        this.inputs = inputs;
        this.outputs = new Output[inputs.size()];
        this.readySinceNanos = readySinceNanos;
        this.order = order;
    }

    int waiting() {
        return failed ? 0 : inputs.size() - next;
    }

    boolean isDone() {
        return inFlight == 0 && waiting() == 0;
    }

    /** Gives up what was not handed out. */
    void fail(String words) {
        if (!failed) {
            why = words;
        }
        failed = true;
        for (int i = next; i < inputs.size(); i++) {
            inputs.get(i).fence();
        }
    }
}
