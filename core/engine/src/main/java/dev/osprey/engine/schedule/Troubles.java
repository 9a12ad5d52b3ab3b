package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.text.Durations;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what becomes of stages that fail: a pause, a new instance, quarantine. Called under the scheduler's lock;
 * what it returns is to be run without.
 */
final class Troubles {
    private static final Logger LOG = System.getLogger(Troubles.class.getName());
    private static final int MOST_ABANDONED_A_STAGE = 2;
    private static final int MOST_ABANDONED = 8;

    private final Scheduler scheduler;
    private final EngineOptions options;
    private final StageMaker maker;
    private final Background background;

    // Guarded by the scheduler's lock.
    private int abandonedInAll;

    Troubles(Scheduler scheduler, EngineOptions options, StageMaker maker, Background background) {
        this.scheduler = scheduler;
        this.options = options;
        this.maker = maker;
        this.background = background;
    }

    Runnable failed(Call call, @Nullable Throwable thrown, boolean late) {
        StageUnit unit = call.unit;
        StageException failure = late || thrown == null
                ? new StageException(
                        Category.INTERNAL,
                        "did not return within " + Durations.format(options.deadline()) + ", the deadline of a call",
                        thrown)
                : Failures.asStageException(thrown);
        if (late) {
            unit.history.timeouts++;
        }
        Runnable log = note(unit, call.camera(), failure);
        if (call.stage == unit.loaded()) {
            carryOut(unit, unit.history.budget.failed(failure.category()), Failures.inWords(failure));
        }
        return log;
    }

    /** A call gave more results than the host takes. */
    Runnable cut(Call call, String complaint) {
        return note(call.unit, call.camera(), new StageException(Category.INPUT, complaint));
    }

    Runnable abandoned(Call call) {
        StageUnit unit = call.unit;
        unit.history.timeouts++;
        unit.history.abandoned++;
        abandonedInAll++;
        StageException failure = new StageException(
                Category.INTERNAL,
                "did not return within " + Durations.format(options.deadline().plus(options.grace()))
                        + ", though asked to stop; its thread is given up");
        Runnable log = note(unit, call.camera(), failure);
        String words = Failures.inWords(failure);
        if (unit.history.abandoned >= MOST_ABANDONED_A_STAGE || abandonedInAll >= MOST_ABANDONED) {
            carryOut(unit, ErrorBudget.Verdict.QUARANTINE, words);
        } else if (call.stage == unit.loaded()) {
            carryOut(unit, unit.history.budget.anew(), words);
        }
        return log;
    }

    void makeIfMissing(StageUnit unit) {
        if (unit.wantsInstance(scheduler.now()) && !scheduler.isStopped()) {
            startMaking(unit, "being made anew");
        }
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
                unit.pause(scheduler.now() + unit.history.budget.pauseNanos(), "pausing: " + why);
                scheduler.giveUp(unit.flush(), unit.message());
            }
            case MAKE_ANEW -> {
                startMaking(unit, "being made anew: " + why);
                scheduler.giveUp(unit.flush(), unit.message());
            }
            case QUARANTINE -> {
                LoadedStage dropped = unit.dropInstance();
                if (dropped != null) {
                    retireLater(List.of(dropped));
                }
                unit.quarantine("out of use until a restart: " + why);
                scheduler.giveUp(unit.flush(), unit.message());
                String name = unit.type.name();
                background.run(
                        "stage-log",
                        () -> LOG.log(Level.ERROR, "stage {0} is out of use until a restart: {1}", name, why));
            }
        }
    }

    /* The old instance goes first: two may be more than memory or a device can hold. */
    private void startMaking(StageUnit unit, String why) {
        LoadedStage dropped = unit.dropInstance();
        unit.making(why);
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
            if (made != null && unit.isClaimed() && !unit.isQuarantined() && !scheduler.isStopped()) {
                unit.made(made);
                used = true;
            } else {
                unit.makingFailed();
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
            unit.pause(scheduler.now() + unit.history.budget.pauseNanos(), "making it anew failed: " + why);
        }
    }
}
