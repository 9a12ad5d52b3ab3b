package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.text.Durations;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what becomes of stages that fail: a pause, a new instance, quarantine. Called under the scheduler's lock;
 * what it returns is to be run without.
 */
final class FailurePolicy {
    private static final Logger LOG = System.getLogger(FailurePolicy.class.getName());
    private static final int MOST_HANGING = 8;

    private final Scheduler scheduler;
    private final EngineOptions options;
    private final StageMaker maker;
    private final BackgroundWork background;

    FailurePolicy(Scheduler scheduler, EngineOptions options, StageMaker maker, BackgroundWork background) {
        this.scheduler = scheduler;
        this.options = options;
        this.maker = maker;
        this.background = background;
    }

    Runnable failed(StageCall call, @Nullable Throwable thrown, boolean late) {
        StageUnit unit = call.unit;
        StageException failure = late || thrown == null
                ? new StageException(
                        Category.INTERNAL,
                        "did not return within " + Durations.format(call.deadline) + ", the deadline of a call",
                        thrown)
                : Failures.asStageException(thrown);
        if (late) {
            unit.history.timeouts++;
        }
        Runnable log = note(unit, call.camera(), failure);
        boolean counts = !late || unit.history.isNewIncident(call.takenNanos, scheduler.now());
        if (counts && call.stage == unit.life.loaded()) {
            carryOut(unit, unit.history.budget.failed(failure.category()), Failures.inWords(failure));
        }
        return log;
    }

    /** A call gave more results than the host takes. */
    Runnable cut(StageCall call, String complaint) {
        return note(call.unit, call.camera(), new StageException(Category.INPUT, complaint));
    }

    Runnable abandoned(StageCall call) {
        StageUnit unit = call.unit;
        unit.history.timeouts++;
        StageException failure = new StageException(
                Category.INTERNAL,
                "did not return within " + Durations.format(call.deadline.plus(options.grace()))
                        + ", though asked to stop; its thread is given up");
        Runnable log = note(unit, call.camera(), failure);
        String words = Failures.inWords(failure);
        // Calls that hang together are one incident: the first one's end has taken the instance out of use.
        if (call.stage == unit.life.loaded()) {
            carryOut(unit, unit.history.budget.hung(scheduler.lanesHanging() >= MOST_HANGING), words);
        }
        return log;
    }

    void makeIfMissing(StageUnit unit) {
        if (!unit.wantsInstance(scheduler.now()) || scheduler.isStopped()) {
            return;
        }
        if (!unit.life.isQuarantined()) {
            startMaking(unit, "being made anew");
        } else if (scheduler.lanesHanging() < MOST_HANGING) {
            unit.history.budget.tried();
            startMaking(unit, unit.life.message());
        } else { // trying it could cost one more thread
            unit.history.budget.quarantineAgain();
            unit.life.quarantine(scheduler.now() + unit.history.budget.pauseNanos(), unit.life.message());
        }
    }

    /** Lets a stage run again that was out of use; false if it was in use. */
    boolean release(StageUnit unit) {
        boolean released = unit.life.release();
        if (released) {
            unit.history.budget.forgive();
            makeIfMissing(unit);
        }
        return released;
    }

    void retireLater(List<LoadedStage> stages) {
        if (!stages.isEmpty()) {
            background.run("stage-close", () -> stages.forEach(LoadedStage::retire));
        }
    }

    private Runnable note(StageUnit unit, String camera, StageException failure) {
        unit.history.errors++;
        unit.history.lastError = Failures.inWords(failure);
        long times = unit.history.happened(Failures.kind(failure), scheduler.now());
        if (times == 0) {
            return () -> {};
        }
        String text = "stage " + unit.type.name() + ", camera " + camera + ": " + Failures.inWords(failure)
                + (times == 1
                        ? " (further ones of this kind are counted, and said with growing pauses)"
                        : " (" + times + " of this kind since it was last said)");
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return () -> LOG.log(Level.WARNING, text, cause);
    }

    private void carryOut(StageUnit unit, ErrorBudget.Verdict verdict, String why) {
        switch (verdict) {
            case GO_ON -> {}
            case BACK_OFF -> {
                unit.life.pause(scheduler.now() + unit.history.budget.pauseNanos(), "pausing: " + why);
                scheduler.runs.giveUp(unit.flush(), unit.life.message());
            }
            case MAKE_ANEW -> {
                startMaking(unit, "being made anew: " + why);
                scheduler.runs.giveUp(unit.flush(), unit.life.message());
            }
            case QUARANTINE -> {
                LoadedStage dropped = unit.life.dropInstance();
                if (dropped != null) {
                    retireLater(List.of(dropped));
                }
                long pause = unit.history.budget.pauseNanos();
                unit.life.quarantine(scheduler.now() + pause, "out of use: " + why);
                scheduler.runs.giveUp(unit.flush(), unit.life.message());
                String words = "stage " + unit.type.name() + " is out of use, and tried again in "
                        + Durations.format(Duration.ofSeconds(Math.max(1, pause / 1_000_000_000))) + ": " + why;
                background.run("stage-log", () -> LOG.log(Level.ERROR, words));
            }
        }
    }

    /* The old instance goes first: two may be more than memory or a device can hold. */
    private void startMaking(StageUnit unit, String why) {
        LoadedStage dropped = unit.life.dropInstance();
        unit.life.making(why);
        background.run("stage-anew-" + unit.type.name(), () -> {
            if (dropped != null) {
                dropped.retire();
            }
            makeAnew(unit);
        });
    }

    private void makeAnew(StageUnit unit) {
        LoadedStage made = null;
        StageException failure = null;
        try {
            made = maker.make(unit.type, unit.config);
        } catch (StageException e) {
            failure = e;
        }
        Runnable log = () -> {};
        boolean used = false;
        scheduler.lock.lock();
        try {
            if (made != null && unit.isClaimed() && !scheduler.isStopped()) {
                unit.life.made(made);
                used = true;
            } else {
                unit.life.makingFailed();
            }
            if (failure != null) {
                log = note(unit, "any", failure);
                makingFailed(unit, failure);
            }
        } finally {
            scheduler.lock.unlock();
        }
        log.run();
        if (made != null && !used) {
            made.retire();
        }
    }

    private void makingFailed(StageUnit unit, StageException failure) {
        String why = Failures.inWords(failure);
        ErrorBudget.Verdict verdict = unit.history.budget.makingFailed(failure.category());
        if (verdict == ErrorBudget.Verdict.QUARANTINE) {
            carryOut(unit, verdict, why);
        } else {
            // The next picture after the pause makes it try again.
            unit.life.pause(scheduler.now() + unit.history.budget.pauseNanos(), "making it anew failed: " + why);
        }
    }
}
