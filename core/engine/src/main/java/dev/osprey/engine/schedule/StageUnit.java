package dev.osprey.engine.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.spi.Device;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A configured stage with what waits for it: one for all feeds that configure it alike, or one a feed. Its instance may
 * change when errors make it necessary. Guarded by the scheduler's lock.
 */
final class StageUnit {
    /** The most calls under way on a device for one stage. */
    static final int DEVICE_CALLS = 2;

    final StageType type;
    final Record config;
    final StageHistory history;
    final StageLife life;
    private final ObjectNode settings;
    private final EngineOptions options;
    private final BooleanSupplier isAlone;
    private final Deque<InputGroup> queue = new ArrayDeque<>();
    private final List<StageCall> underWay = new ArrayList<>();

    private int claims;

    /**
     * A unit that nobody has claimed yet.
     *
     * @param isAlone whether there is no other unit; asked under the scheduler's lock
     */
    StageUnit(
            StageType type,
            Record config,
            StageHistory history,
            StageLife life,
            EngineOptions options,
            BooleanSupplier isAlone) {
        this.type = type;
        this.config = config;
        this.history = history;
        this.life = life;
        this.options = options;
        this.isAlone = isAlone;
        this.settings = RecordBinder.write(config);
    }

    boolean isClaimed() {
        return claims > 0;
    }

    void claim() {
        claims++;
    }

    /** Whether that was the last claim. */
    boolean unclaim() {
        return --claims == 0;
    }

    /** Whether an instance is missing and it is time to make one. */
    boolean wantsInstance(long nowNanos) {
        return claims > 0 && life.wantsInstance(nowNanos);
    }

    /** Whether the instance, if there is one, has seen no picture yet. */
    boolean isUnused() {
        return life.loaded() == null || (underWay.isEmpty() && !life.isWarm());
    }

    /** A unit for another stream of the same camera, whose instance is still to be made. */
    StageUnit fresh() {
        return new StageUnit(type, config, history, new StageLife(life.spec(), null), options, isAlone);
    }

    /* On the CPU calls are of one input, and a stage whose calls are long leaves a lane to the others; until the first
     * call has shown how long they are, they count as long. A stage that takes batches on a device keeps few calls of
     * many inputs under way. */
    private int limit() {
        if (isBatched()) {
            return Math.min(life.spec().maxConcurrency(), DEVICE_CALLS);
        }
        boolean isLong = !history.times.isMeasured()
                || history.times.meanMillis() > options.longCall().toNanos() / 1e6;
        int lanes = isLong && !isAlone.getAsBoolean() ? options.lanes() - 1 : options.lanes();
        return Math.max(1, Math.min(life.spec().maxConcurrency(), lanes));
    }

    private boolean isBatched() {
        return options.device().kind() != Device.Kind.CPU && life.spec().maxBatch() > 1;
    }

    private int batchLimit() {
        return isBatched() ? life.spec().maxBatch() : 1;
    }

    private boolean hasFreeCall() {
        return life.loaded() != null && underWay.size() < limit();
    }

    private int waitingInputs() {
        int waiting = 0;
        for (InputGroup group : queue) {
            waiting += group.waiting();
        }
        return waiting;
    }

    /** Whether a picture that is started now would soon be looked at. */
    boolean wantsMore(long nowNanos) {
        return life.isAvailable(nowNanos) && hasFreeCall() && waitingInputs() < batchLimit();
    }

    void enqueue(InputGroup group) {
        queue.addLast(group);
    }

    /** When the first inputs that wait may be taken; {@link Long#MAX_VALUE} as long as none may. */
    long takeableInNanos(long nowNanos) {
        InputGroup first = queue.peekFirst();
        if (first == null || !hasFreeCall()) {
            return Long.MAX_VALUE;
        }
        int batch = batchLimit();
        if (batch == 1 || waitingInputs() >= batch) {
            return 0;
        }
        return Math.max(0, options.batchDelay().toNanos() - (nowNanos - first.readySinceNanos));
    }

    /** The age of what waits longest, as an order of arrival. */
    long firstOrder() {
        InputGroup first = queue.peekFirst();
        return first == null ? Long.MAX_VALUE : first.order;
    }

    /** What one call may take: the stage's own, as far as the host lets it; the first ones have more. */
    private Duration deadline() {
        Duration most = options.longestDeadline();
        Duration usual = life.spec()
                .deadline()
                .map(own -> own.compareTo(most) > 0 ? most : own)
                .orElse(options.deadline());
        Duration first = options.firstCallDeadline();
        return !life.isWarm() && usual.compareTo(first) < 0 ? first : usual;
    }

    /** Takes inputs for one call, in turn from each picture that waits. */
    StageCall take(long nowNanos, CallListener listener) {
        LoadedStage instance = life.loaded();
        if (instance == null) {
            throw new IllegalStateException("stage " + type.name() + " has no instance");
        }
        instance.acquire();
        List<StageCall.Part> parts = new ArrayList<>();
        int batch = batchLimit();
        while (parts.size() < batch) {
            InputGroup group = queue.pollFirst();
            if (group == null) {
                break;
            }
            parts.add(new StageCall.Part(group, group.next++));
            group.inFlight++;
            if (group.waiting() > 0) {
                queue.addLast(group);
            }
        }
        StageCall call = new StageCall(this, instance, parts, nowNanos, deadline(), !life.isWarm(), listener);
        underWay.add(call);
        return call;
    }

    void ended(StageCall call) {
        life.returned(call.stage);
        if (underWay.remove(call)) {
            history.times.addCpu(call.cpuNanos());
        }
    }

    void forget(InputGroup group) {
        queue.remove(group);
    }

    /** Empties the queue, because the stage is not available. */
    List<InputGroup> flush() {
        List<InputGroup> flushed = List.copyOf(queue);
        queue.clear();
        return flushed;
    }

    /** Takes down how the stage fares; what is returned may be asked without the lock, where it is worked out. */
    Supplier<StageStatus> status(long nowNanos, List<String> cameras) {
        StageStatus.State state = life.state(nowNanos);
        String words = life.words(nowNanos);
        CallTimes times = history.times.copy();
        List<StageCall> calls = List.copyOf(underWay);
        long errors = history.errors;
        long timeouts = history.timeouts;
        int recreations = history.budget.recreations();
        String lastError = history.lastError;
        return () -> new StageStatus(
                type.name(),
                type.plugin(),
                settings.deepCopy(),
                state,
                words,
                times.calls(),
                errors,
                timeouts,
                recreations,
                lastError,
                times.meanMillis(),
                times.percentileMillis(0.5),
                times.percentileMillis(0.99),
                times.cpuSeconds()
                        + calls.stream().mapToLong(StageCall::cpuNanos).sum() / 1e9,
                cameras.stream().sorted().toList());
    }
}
