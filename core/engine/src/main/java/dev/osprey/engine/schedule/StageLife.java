package dev.osprey.engine.schedule;

import dev.osprey.engine.StageStatus;
import dev.osprey.engine.text.Durations;
import dev.osprey.spi.StageSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a stage's instance is in its life, and since when, and why. Guarded by the scheduler's lock.
 *
 * <pre>
 * in use ── short of memory ──────────▶ pausing ── the pause is over ─▶ in use
 * in use ── many failures, a call hangs ─▶ being made anew ── made ─────▶ in use
 * in use ── again and again ───────────▶ out of use ── the pause is over ▶ being made, on trial
 * on trial ── made ────────────────────▶ in use ── the first failure ──▶ out of use, for longer
 * </pre>
 *
 * {@link ErrorBudget} decides which way it goes, and {@link FailurePolicy} takes it there.
 */
final class StageLife {
    private StageSpec spec;
    private @Nullable LoadedStage loaded;
    private boolean making;
    private boolean warm;
    private boolean quarantined;
    private boolean paused;
    private long pausedUntilNanos;
    private String message = "";

    /** @param loaded null if the instance is still to be made */
    StageLife(StageSpec spec, @Nullable LoadedStage loaded) {
        this.spec = spec;
        this.loaded = loaded;
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

    /** Whether the stage takes part in analyses now. */
    boolean isAvailable(long nowNanos) {
        return loaded != null && !quarantined && !isPaused(nowNanos);
    }

    /** Whether an instance is missing and it is time to make one. */
    boolean wantsInstance(long nowNanos) {
        return loaded == null && !making && !isPaused(nowNanos);
    }

    private boolean isPaused(long nowNanos) {
        if (paused && nowNanos - pausedUntilNanos >= 0) {
            paused = false;
            message = quarantined ? message : "";
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
        quarantined = false;
        warm = false;
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

    void quarantine(long untilNanos, String why) {
        quarantined = true;
        pause(untilNanos, why);
    }

    /** Ends a pause or quarantine; false if there was none. */
    boolean release() {
        boolean released = quarantined || paused;
        if (released) {
            quarantined = false;
            paused = false;
            message = "";
        }
        return released;
    }

    /** Whether a call of this instance has returned. */
    boolean isWarm() {
        return loaded != null && warm;
    }

    /** A call of an instance has returned; an earlier one's says nothing. */
    void returned(LoadedStage instance) {
        warm |= instance == loaded;
    }

    StageStatus.State state(long nowNanos) {
        if (quarantined) {
            return StageStatus.State.QUARANTINED;
        }
        return isAvailable(nowNanos) ? StageStatus.State.RUNNING : StageStatus.State.BACKING_OFF;
    }

    /** As {@link #message}, with how long it is until it is tried again. */
    String words(long nowNanos) {
        if (!quarantined || !isPaused(nowNanos)) {
            return message;
        }
        long seconds = Math.max(1, (pausedUntilNanos - nowNanos + 999_999_999) / 1_000_000_000);
        return message + "; tried again in " + Durations.format(Duration.ofSeconds(seconds));
    }
}
