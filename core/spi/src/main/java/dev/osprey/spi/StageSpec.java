package dev.osprey.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a stage says of itself once it is loaded. Immutable: each {@code with} gives another. */
public final class StageSpec {
    private final Set<Result.Kind> kinds;
    private final List<String> labels;
    private final double defaultScore;
    private final int maxBatch;
    private final int maxConcurrency;
    private final Optional<Duration> deadline;
    private final Optional<Set<Read>> reads;

    private StageSpec(
            Set<Result.Kind> kinds,
            List<String> labels,
            double defaultScore,
            int maxBatch,
            int maxConcurrency,
            Optional<Duration> deadline,
            Optional<Set<Read>> reads) {
        this.kinds = kinds;
        this.labels = labels;
        this.defaultScore = defaultScore;
        this.maxBatch = maxBatch;
        this.maxConcurrency = maxConcurrency;
        this.deadline = deadline;
        this.reads = reads;
    }

    /**
     * A stage that produces these kinds of result: one input a call, one call at once, no labels, every score.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static StageSpec of(Result.Kind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("kinds must name at least one kind of result, got none");
        }
        return new StageSpec(Set.of(kinds), List.of(), 0, 1, 1, Optional.empty(), Optional.empty());
    }

    /** The kinds of result that it may produce; at least one. */
    public Set<Result.Kind> kinds() {
        return kinds;
    }

    /** The labels that it may give, in the model's order; empty where they are not known beforehand. */
    public List<String> labels() {
        return labels;
    }

    /** A pipeline that asks for a label that is not among these is refused. */
    public StageSpec withLabels(List<String> names) {
        return new StageSpec(kinds, List.copyOf(names), defaultScore, maxBatch, maxConcurrency, deadline, reads);
    }

    /** Results below it are dropped where the pipeline names no score of its own, 0..1; 0 keeps all. */
    public double defaultScore() {
        return defaultScore;
    }

    /** @throws IllegalArgumentException if the score is not in 0..1 */
    public StageSpec withDefaultScore(double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("defaultScore must be in 0..1, got " + score);
        }
        return new StageSpec(kinds, labels, score, maxBatch, maxConcurrency, deadline, reads);
    }

    /** The most inputs that one call of {@link Stage#process} takes, at least 1. */
    public int maxBatch() {
        return maxBatch;
    }

    /** @throws IllegalArgumentException below 1 */
    public StageSpec withMaxBatch(int inputs) {
        if (inputs < 1) {
            throw new IllegalArgumentException("maxBatch must be >= 1, got " + inputs);
        }
        return new StageSpec(kinds, labels, defaultScore, inputs, maxConcurrency, deadline, reads);
    }

    /** The most calls at once, at least 1; above 1 the stage is thread-safe. */
    public int maxConcurrency() {
        return maxConcurrency;
    }

    /** @throws IllegalArgumentException below 1 */
    public StageSpec withMaxConcurrency(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("maxConcurrency must be >= 1, got " + calls);
        }
        return new StageSpec(kinds, labels, defaultScore, maxBatch, calls, deadline, reads);
    }

    /** The most time that one call may take; absent for the host's own. */
    public Optional<Duration> deadline() {
        return deadline;
    }

    /**
     * A stage whose calls are known to be longer than others', or to be of no use after less time. The host has an upper
     * limit of its own, which is what a longer one becomes.
     *
     * @throws IllegalArgumentException unless it is longer than zero
     */
    public StageSpec withDeadline(Duration most) {
        if (most.isZero() || most.isNegative()) {
            throw new IllegalArgumentException("deadline must be > 0, got " + most);
        }
        return new StageSpec(kinds, labels, defaultScore, maxBatch, maxConcurrency, Optional.of(most), reads);
    }

    /** All that {@link Input#read} will be asked for; absent where the stage does not say. */
    public Optional<Set<Read>> reads() {
        return reads;
    }

    /**
     * Declares every read that the stage will make, so that a host may make it beforehand, once for several stages or
     * for a stage that runs elsewhere; none says that it looks at results alone. A read that is not among them need not
     * succeed; the test kit fails a stage that makes one.
     */
    public StageSpec withReads(Read... declared) {
        Set<Read> all = Set.copyOf(List.of(declared));
        return new StageSpec(kinds, labels, defaultScore, maxBatch, maxConcurrency, deadline, Optional.of(all));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StageSpec that
                && kinds.equals(that.kinds)
                && labels.equals(that.labels)
                && defaultScore == that.defaultScore
                && maxBatch == that.maxBatch
                && maxConcurrency == that.maxConcurrency
                && deadline.equals(that.deadline)
                && reads.equals(that.reads);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kinds, labels, defaultScore, maxBatch, maxConcurrency, deadline, reads);
    }

    @Override
    public String toString() {
        return "kinds " + kinds + ", " + labels.size() + " labels, default score " + defaultScore
                + ", batches of " + maxBatch + ", " + maxConcurrency + " calls at once, deadline "
                + deadline.map(Duration::toString).orElse("the host's");
    }
}
