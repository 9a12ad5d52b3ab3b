package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.ReadObserver;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Device;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deals out the work of all feeds to the lanes. Thread-safe. */
final class Scheduler implements CallListener {
    private static final Logger LOG = System.getLogger(Scheduler.class.getName());

    /*
     * One lock guards feeds, runs and units: what is done under it takes microseconds, and a stage's call takes
     * milliseconds. Stages, listeners and loggers are called without it.
     *
     * A picture is started only when no started one can go on, and only if one of its first stages has room: so a
     * picture waits in its feed's slot, where a newer one can take its place, and not further on.
     */
    final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    final Condition progress = lock.newCondition();

    private final EngineOptions options;
    private final Watchdog watchdog;
    private final Troubles troubles;

    // Guarded by the lock.
    private final List<CameraFeed> feeds = new ArrayList<>();
    private final List<StageUnit> units = new ArrayList<>();
    private final List<Thread> lanes = new ArrayList<>();
    private final Deque<FrameRun> complete = new ArrayDeque<>();
    private final Deque<Lane.Task> errands = new ArrayDeque<>();
    private int nextFeed;
    private int lanesStarted;
    private long groupsQueued;
    private boolean stopped;

    Scheduler(EngineOptions options, StageMaker maker, Background background) {
        this.options = options;
        this.watchdog = new Watchdog(options.nanoClock(), options.grace().toNanos());
        this.troubles = new Troubles(this, options, maker, background);
    }

    void start() {
        watchdog.start();
        lock.lock();
        try {
            // A device's calls mostly wait: they get lanes beside those that keep the cores busy.
            int more = options.device().kind() == Device.Kind.CPU ? 0 : StageUnit.DEVICE_CALLS;
            for (int i = 0; i < options.lanes() + more; i++) {
                startLane();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startLane() {
        lanes.add(Lane.start(this, lanesStarted++));
    }

    /** Lets no further call begin, and waits for those under way, at most so long. */
    void stop(long nanos) throws InterruptedException {
        List<Thread> running;
        List<CameraFeed> open;
        lock.lock();
        try {
            open = List.copyOf(feeds);
        } finally {
            lock.unlock();
        }
        open.forEach(CameraFeed::close);
        lock.lock();
        try {
            stopped = true;
            running = List.copyOf(lanes);
            work.signalAll();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
        long end = System.nanoTime() + nanos;
        for (Thread lane : running) {
            lane.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        watchdog.stop();
        giveUpAll();
    }

    /** After the lanes have ended: lets go of the pictures of runs that will not go on. */
    private void giveUpAll() {
        List<FrameRun> runs = new ArrayList<>();
        lock.lock();
        try {
            List<Group> waiting = new ArrayList<>();
            do {
                waiting.clear();
                units.forEach(unit -> waiting.addAll(unit.flush()));
                giveUp(waiting, "the engine is closing");
            } while (!waiting.isEmpty());
            runs.addAll(complete);
            complete.clear();
        } finally {
            lock.unlock();
        }
        runs.forEach(this::deliver);
    }

    long now() {
        return options.nanoClock().getAsLong();
    }

    /** The picture as this stage shall see it: watched, if somebody watches. */
    Picture observed(Picture picture, String stage) {
        ReadObserver observer = options.readObserver();
        return observer == ReadObserver.NONE ? picture : new ObservedPicture(picture, stage, observer);
    }

    boolean isStopped() {
        return stopped;
    }

    List<StageUnit> units() {
        return units;
    }

    List<CameraFeed> feeds() {
        return feeds;
    }

    void add(CameraFeed feed) {
        feeds.add(feed);
    }

    void remove(CameraFeed feed) {
        feeds.remove(feed);
    }

    void wakeLane() {
        work.signal();
    }

    /** The next thing to do, for a lane; waits for it. Null if there shall be no more. */
    Lane.@Nullable Task next() {
        lock.lock();
        try {
            while (!stopped) {
                Lane.Task errand = errands.poll();
                if (errand != null) {
                    return leaveWith(errand);
                }
                FrameRun run = complete.poll();
                if (run != null) {
                    return leaveWith(() -> deliver(run));
                }
                long now = now();
                StageUnit oldest = null;
                long wait = Long.MAX_VALUE;
                for (StageUnit unit : units) {
                    long takeableIn = unit.takeableInNanos(now);
                    if (takeableIn == 0 && (oldest == null || unit.firstOrder() < oldest.firstOrder())) {
                        oldest = unit;
                    }
                    wait = Math.min(wait, takeableIn);
                }
                if (oldest != null) {
                    Call call = take(oldest, now);
                    if (call != null) {
                        return leaveWith(() -> call.run(watchdog, options.nanoClock()));
                    }
                } else if (!startOne(now)) {
                    await(wait);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Call take(StageUnit unit, long now) {
        try {
            return unit.take(now, this);
        } catch (RuntimeException | Error e) { // else every lane would fail at it for ever
            for (Group group : unit.flush()) {
                breakOff(group.run, e);
            }
            return null;
        }
    }

    /** A lane that leaves lets another one look whether there is more. */
    private Lane.Task leaveWith(Lane.Task task) {
        work.signal();
        return task;
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    private void await(long nanos) {
        try {
            if (nanos == Long.MAX_VALUE) {
                work.awaitUninterruptibly();
            } else {
                long ignored = work.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // Nobody ends a lane by an interrupt: it was meant for a call that has returned.
            LOG.log(Level.TRACE, "a lane was interrupted while waiting", e);
        }
    }

    /** Starts a waiting picture of the feed whose turn it is, or gives it up if it cannot be. */
    private boolean startOne(long now) {
        for (int i = 0; i < feeds.size(); i++) {
            int index = (nextFeed + i) % feeds.size();
            CameraFeed feed = feeds.get(index);
            FrameRun run;
            try {
                run = feed.beginIfStartable(now);
            } catch (RuntimeException | Error e) { // else every lane would fail at it for ever
                Picture givenUp = feed.giveUpWaiting();
                errands.add(() -> giveUp(givenUp, e));
                progress.signalAll();
                return true;
            }
            if (run != null) {
                nextFeed = index + 1;
                run.stream.units.forEach(StageUnit::claim);
                goOn(run, () -> {});
                progress.signalAll();
                return true;
            }
        }
        return false;
    }

    private static boolean giveUp(@Nullable Picture picture, Throwable why) {
        Faults.OURS.note("a picture's start", why);
        if (picture != null) {
            picture.release();
        }
        return true;
    }

    /** One step of a run and what follows from it; if that fails, the run is at its end, and nothing else is. */
    private void goOn(FrameRun run, Runnable step) {
        try {
            step.run();
            run.advance(this);
        } catch (RuntimeException | Error e) {
            breakOff(run, e);
            return;
        }
        if (run.isComplete()) {
            complete.add(run);
            work.signal();
        }
    }

    private void breakOff(FrameRun run, Throwable why) {
        if (run.isComplete()) {
            return;
        }
        for (Group group : run.open()) {
            run.stream.units.get(group.node).forget(group);
            group.fail(Failures.inWords(why));
        }
        run.breakOff(why);
        complete.add(run);
        work.signal();
    }

    boolean isAvailable(StageUnit unit) {
        troubles.makeIfMissing(unit);
        return unit.isAvailable(now());
    }

    Group enqueue(StageUnit unit, FrameRun run, int node, List<FencedInput> inputs) {
        Group group = new Group(run, node, inputs, now(), groupsQueued++);
        unit.enqueue(group);
        work.signal();
        return group;
    }

    /** Ends groups that wait for a stage that is not available any longer. */
    void giveUp(List<Group> groups, String why) {
        for (Group group : groups) {
            group.fail(why);
            finishIfDone(group, true);
        }
    }

    private void finishIfDone(Group group, boolean unavailable) {
        if (group.isDone() && !group.finished && !group.run.isComplete()) {
            group.finished = true;
            goOn(group.run, () -> group.run.finished(group, unavailable));
        }
    }

    @Override
    public void returned(
            Call call, OutputChecks.@Nullable Checked outputs, @Nullable Throwable failure, long nanos, boolean late) {
        settle(call, () -> {
            call.unit.history.meter.add(nanos);
            if (outputs == null || late) {
                Runnable log = troubles.failed(call, failure, late);
                end(call, call.unit.history.lastError);
                return log;
            }
            Runnable log = outputs.complaint().isEmpty() ? () -> {} : troubles.cut(call, outputs.complaint());
            for (int i = 0; i < call.parts.size(); i++) {
                Group group = call.parts.get(i).group();
                group.outputs[call.parts.get(i).index()] = outputs.outputs().get(i);
                group.nanos += nanos;
                group.why = outputs.complaint().isEmpty() ? group.why : outputs.complaint();
            }
            call.unit.history.budget.succeeded();
            end(call, "");
            return log;
        });
    }

    @Override
    public void abandoned(Call call) {
        settle(call, () -> {
            lanes.remove(call.lane());
            if (!stopped) {
                startLane();
            }
            Runnable log = troubles.abandoned(call);
            end(call, call.unit.history.lastError);
            return log;
        });
    }

    /** What a call's end leads to, under the lock; what it returns is run without. If it fails, its runs are given up. */
    private void settle(Call call, Supplier<Runnable> ending) {
        Runnable afterwards;
        lock.lock();
        try {
            afterwards = ending.get();
        } catch (RuntimeException | Error e) {
            afterwards = () -> Faults.OURS.note("the end of a call", e);
            call.unit.ended(call);
            call.parts.forEach(part -> breakOff(part.group().run, e));
            work.signalAll();
        } finally {
            lock.unlock();
        }
        afterwards.run();
    }

    /** @param failure in words; empty if it did not fail */
    private void end(Call call, String failure) {
        call.unit.ended(call);
        for (Call.Part part : call.parts) {
            part.group().inFlight--;
            if (!failure.isEmpty()) {
                part.group().fail(failure);
                call.unit.forget(part.group());
            }
        }
        for (Call.Part part : call.parts) {
            finishIfDone(part.group(), false);
        }
        work.signal();
    }

    private boolean deliver(FrameRun run) {
        Throwable broken = run.broken();
        if (broken != null) {
            Faults.OURS.note("a picture's analysis", broken);
        }
        run.feed.deliver(run);
        Faults.OURS.contain("release of a picture", run.picture::release);
        List<LoadedStage> unused;
        lock.lock();
        try {
            run.feed.end(run);
            unused = unclaim(run.stream.units);
            progress.signalAll();
            work.signal();
        } finally {
            lock.unlock();
        }
        troubles.retireLater(unused);
        return true;
    }

    /** Under the lock: gives back claims; the caller retires what is returned, without the lock. */
    List<LoadedStage> unclaim(List<StageUnit> claimed) {
        List<LoadedStage> unused = new ArrayList<>();
        for (StageUnit unit : claimed) {
            if (unit.unclaim()) {
                units.remove(unit);
                LoadedStage stage = unit.dropInstance();
                if (stage != null) {
                    unused.add(stage);
                }
            }
        }
        return unused;
    }
}
