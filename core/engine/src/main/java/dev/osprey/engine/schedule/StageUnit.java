package dev.osprey.engine.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.fault.LogPace;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.spi.Device;
import dev.osprey.spi.StageSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A configured stage with what waits for it: one for all feeds that configure it alike, or one a feed. Its instance may
 * change when errors make it necessary. Guarded by the scheduler's lock.
 */
final class StageUnit {
    /** The most calls under way on a device for one stage. */
    static final int DEVICE_CALLS = 2;

    private static final int MOST_KINDS_LOGGED = 64;

    /** What outlives an instance: counts, and what was logged already. */
    static final class History {
        final Meter meter = new Meter();
        final ErrorBudget budget;
        final Map<String, LogPace> paces = new HashMap<>();
        long errors;
        long timeouts;
        int abandoned;
        String lastError = "";

        History(ErrorBudget budget) {
            this.budget = budget;
        }

        /** How often it has happened since it was last said; 0 if it is not to be said now. */
        long happened(String kind, long nowNanos) {
            String told = paces.size() < MOST_KINDS_LOGGED || paces.containsKey(kind) ? kind : "others";
            return paces.computeIfAbsent(told, key -> new LogPace()).happened(nowNanos);
        }
    }

    final StageType type;
    final Record config;
    final History history;
    private final ObjectNode settings;
    private final EngineOptions options;
    private final BooleanSupplier isAlone;
    private final Deque<Group> queue = new ArrayDeque<>();
    private final List<Call> underWay = new ArrayList<>();

    private StageSpec spec;
    private @Nullable LoadedStage loaded;
    private boolean making;
    private boolean quarantined;
    private String message = "";
    private long pausedUntilNanos;
    private boolean paused;
    private int claims;

    /** @param isAlone whether there is no other unit; asked under the scheduler's lock */
    StageUnit(
            StageType type,
            Record config,
            History history,
            LoadedStage loaded,
            EngineOptions options,
            BooleanSupplier isAlone) {
        this.type = type;
        this.config = config;
        this.history = history;
        this.loaded = loaded;
        this.spec = loaded.spec();
        this.options = options;
        this.isAlone = isAlone;
        this.settings = RecordBinder.write(config);
    }

    StageSpec spec() {
        return spec;
    }

    @Nullable
    LoadedStage loaded() {
        return loaded;
    }

    /** Why it does not run, in words; empty if it does. */
    String message() {
        return message;
    }

    boolean isQuarantined() {
        return quarantined;
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

    /** Whether the stage takes part in analyses now. */
    boolean isAvailable(long nowNanos) {
        return loaded != null && !quarantined && !isPaused(nowNanos);
    }

    /** Whether an instance is missing and it is time to make one. */
    boolean wantsInstance(long nowNanos) {
        return loaded == null && !quarantined && !making && claims > 0 && !isPaused(nowNanos);
    }

    private boolean isPaused(long nowNanos) {
        if (paused && nowNanos - pausedUntilNanos >= 0) {
            paused = false;
            message = "";
        }
        return paused;
    }

    void pause(long untilNanos, String why) {
        paused = true;
        pausedUntilNanos = untilNanos;
        message = why;
    }

    void making(String why) {
        making = true;
        message = why;
    }

    void made(LoadedStage instance) {
        making = false;
        loaded = instance;
        spec = instance.spec();
        message = "";
    }

    void makingFailed() {
        making = false;
    }

    /** Lets go of the instance, which the caller retires. */
    @Nullable
    LoadedStage dropInstance() {
        LoadedStage dropped = loaded;
        loaded = null;
        return dropped;
    }

    void quarantine(String why) {
        quarantined = true;
        message = why;
    }

    /* On the CPU calls are of one input, and a stage whose calls are long leaves a lane to the others; until the first
     * call has shown how long they are, they count as long. A stage that takes batches on a device keeps few calls of
     * many inputs under way. */
    private int limit() {
        if (isBatched()) {
            return Math.min(spec.maxConcurrency(), DEVICE_CALLS);
        }
        boolean isLong = history.meter.calls() == 0
                || history.meter.meanMillis() > options.longCall().toNanos() / 1e6;
        int lanes = isLong && !isAlone.getAsBoolean() ? options.lanes() - 1 : options.lanes();
        return Math.max(1, Math.min(spec.maxConcurrency(), lanes));
    }

    private boolean isBatched() {
        return options.device().kind() != Device.Kind.CPU && spec.maxBatch() > 1;
    }

    private int batchLimit() {
        return isBatched() ? spec.maxBatch() : 1;
    }

    private boolean hasFreeCall() {
        return loaded != null && underWay.size() < limit();
    }

    private int waitingInputs() {
        int waiting = 0;
        for (Group group : queue) {
            waiting += group.waiting();
        }
        return waiting;
    }

    /** Whether a picture that is started now would soon be looked at. */
    boolean wantsMore(long nowNanos) {
        return isAvailable(nowNanos) && hasFreeCall() && waitingInputs() < batchLimit();
    }

    void enqueue(Group group) {
        queue.addLast(group);
    }

    /** When the first inputs that wait may be taken; {@link Long#MAX_VALUE} as long as none may. */
    long takeableInNanos(long nowNanos) {
        Group first = queue.peekFirst();
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
        Group first = queue.peekFirst();
        return first == null ? Long.MAX_VALUE : first.order;
    }

    /** Takes inputs for one call, in turn from each picture that waits. */
    Call take(long nowNanos, CallListener listener) {
        LoadedStage instance = loaded;
        if (instance == null) {
            throw new IllegalStateException("stage " + type.name() + " has no instance");
        }
        instance.acquire();
        List<Call.Part> parts = new ArrayList<>();
        int batch = batchLimit();
        while (parts.size() < batch) {
            Group group = queue.pollFirst();
            if (group == null) {
                break;
            }
            parts.add(new Call.Part(group, group.next++));
            group.inFlight++;
            if (group.waiting() > 0) {
                queue.addLast(group);
            }
        }
        Call call =
                new Call(this, instance, parts, nowNanos + options.deadline().toNanos(), listener);
        underWay.add(call);
        return call;
    }

    void ended(Call call) {
        if (underWay.remove(call)) {
            history.meter.addCpu(call.cpuNanos());
        }
    }

    void forget(Group group) {
        queue.remove(group);
    }

    /** Empties the queue, because the stage is not available. */
    List<Group> flush() {
        List<Group> flushed = List.copyOf(queue);
        queue.clear();
        return flushed;
    }

    StageStatus status(long nowNanos, List<String> cameras) {
        StageStatus.State state = quarantined
                ? StageStatus.State.QUARANTINED
                : isAvailable(nowNanos) ? StageStatus.State.RUNNING : StageStatus.State.BACKING_OFF;
        return new StageStatus(
                type.name(),
                type.plugin(),
                settings.deepCopy(),
                state,
                message,
                history.meter.calls(),
                history.errors,
                history.timeouts,
                history.budget.recreations(),
                history.lastError,
                history.meter.meanMillis(),
                history.meter.percentileMillis(0.5),
                history.meter.percentileMillis(0.99),
                history.meter.cpuSeconds()
                        + underWay.stream().mapToLong(Call::cpuNanos).sum() / 1e9,
                cameras);
    }
}
