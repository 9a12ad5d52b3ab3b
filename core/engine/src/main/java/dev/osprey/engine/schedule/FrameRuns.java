package dev.osprey.engine.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pictures that are on their way, step by step, and those that are through. Guarded by the scheduler's lock. */
final class FrameRuns {
    private final Scheduler scheduler;
    private final Deque<FrameRun> complete = new ArrayDeque<>();
    private long groupsQueued;

    FrameRuns(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** One that is through and to be delivered; null if none is. */
    @Nullable
    FrameRun nextComplete() {
        return complete.poll();
    }

    /** One step of a run and what follows from it; if that fails, the run is at its end, and nothing else is. */
    void goOn(FrameRun run, Runnable step) {
        scheduler.mustHoldLock();
        try {
            step.run();
            run.advance(scheduler);
        } catch (RuntimeException | Error e) {
            breakOff(run, e);
            return;
        }
        if (run.isComplete()) {
            finish(run);
        }
    }

    private void finish(FrameRun run) {
        if (run.end()) {
            complete.add(run);
            scheduler.wakeLane();
        }
    }

    void breakOff(FrameRun run, Throwable why) {
        scheduler.mustHoldLock();
        if (run.isOver()) {
            return;
        }
        for (InputGroup group : run.open()) {
            run.stream.units.get(group.node).forget(group);
            group.fail(Failures.inWords(why));
        }
        run.breakOff(why);
        finish(run);
    }

    InputGroup enqueue(StageUnit unit, FrameRun run, int node, List<FencedInput> inputs) {
        scheduler.mustHoldLock();
        InputGroup group = new InputGroup(run, node, inputs, scheduler.now(), groupsQueued++);
        unit.enqueue(group);
        scheduler.wakeLane();
        return group;
    }

    /** Ends groups that wait for a stage that is not available any longer. */
    void giveUp(List<InputGroup> groups, String why) {
        scheduler.mustHoldLock();
        for (InputGroup group : groups) {
            group.fail(why);
            finishIfDone(group, true);
        }
    }

    void finishIfDone(InputGroup group, boolean unavailable) {
        scheduler.mustHoldLock();
        if (group.isDone() && !group.finished && !group.run.isOver()) {
            group.finished = true;
            goOn(group.run, () -> group.run.finished(group, unavailable));
        }
    }
}
