package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.fault.Faults;
import org.jspecify.annotations.Nullable;

/** Carries out what the end of a call leads to: for its pictures, its stage and its lane. Thread-safe. */
final class CallEnds implements CallListener {
    private final Scheduler scheduler;
    private final FailurePolicy policy;

    CallEnds(Scheduler scheduler, FailurePolicy policy) {
        this.scheduler = scheduler;
        this.policy = policy;
    }

    @Override
    public void returned(
            StageCall call,
            OutputChecks.@Nullable Checked outputs,
            @Nullable Throwable failure,
            long nanos,
            boolean late) {
        Runnable afterwards;
        scheduler.lock.lock();
        try {
            if (call.warmUp) {
                call.unit.history.times.addWarmUp();
            } else {
                call.unit.history.times.add(nanos);
            }
            afterwards = outputs == null || late ? failed(call, failure, late) : succeeded(call, outputs, nanos);
        } catch (RuntimeException | Error e) {
            afterwards = endedBadly(call, e);
        } finally {
            scheduler.lock.unlock();
        }
        afterwards.run();
    }

    @GuardedBy("scheduler.lock")
    private Runnable failed(StageCall call, @Nullable Throwable failure, boolean late) {
        Runnable log = policy.failed(call, failure, late);
        end(call, call.unit.history.lastError);
        return log;
    }

    @GuardedBy("scheduler.lock")
    private Runnable succeeded(StageCall call, OutputChecks.Checked outputs, long nanos) {
        String complaint = outputs.complaint();
        Runnable log = complaint.isEmpty() ? () -> {} : policy.cut(call, complaint);
        for (int i = 0; i < call.parts.size(); i++) {
            InputGroup group = call.parts.get(i).group();
            group.outputs[call.parts.get(i).index()] = outputs.outputs().get(i);
            group.nanos += nanos;
            group.why = complaint.isEmpty() ? group.why : complaint;
        }
        call.unit.history.budget.succeeded();
        end(call, "");
        return log;
    }

    @Override
    public void abandoned(StageCall call) {
        Runnable afterwards;
        scheduler.lock.lock();
        try {
            scheduler.replace(call.lane());
            afterwards = policy.abandoned(call);
            end(call, call.unit.history.lastError);
        } catch (RuntimeException | Error e) {
            afterwards = endedBadly(call, e);
        } finally {
            scheduler.lock.unlock();
        }
        afterwards.run();
    }

    /** The end of a call could not be carried out: its runs are given up, and nothing else is. */
    @GuardedBy("scheduler.lock")
    private Runnable endedBadly(StageCall call, Throwable why) {
        call.unit.ended(call);
        call.parts.forEach(part -> part.group().fail(Failures.inWords(why)));
        for (StageCall.Part part : call.parts) {
            scheduler.runs.breakOff(part.group().run, why);
        }
        scheduler.wakeAllLanes();
        return () -> Faults.OURS.note("the end of a call", why);
    }

    /** @param failure in words; empty if it did not fail */
    @GuardedBy("scheduler.lock")
    private void end(StageCall call, String failure) {
        call.unit.ended(call);
        for (StageCall.Part part : call.parts) {
            part.group().inFlight--;
            if (!failure.isEmpty()) {
                part.group().fail(failure);
                call.unit.forget(part.group());
            }
        }
        for (StageCall.Part part : call.parts) {
            scheduler.runs.finishIfDone(part.group(), false);
        }
        scheduler.wakeLane();
    }
}
