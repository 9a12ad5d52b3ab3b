package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.EngineHealth;
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
import org.jspecify.annotations.Nullable;

/** Deals out the work of all feeds to the lanes. Thread-safe. */
final class Scheduler {
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
    private final FailurePolicy policy;
    private final CallEnds ends;

    @GuardedBy("lock")
    private final List<CameraFeed> feeds = new ArrayList<>();

    @GuardedBy("lock")
    private final List<StageUnit> units = new ArrayList<>();

    @GuardedBy("lock")
    private final Lanes lanes;

    final FrameRuns runs = new FrameRuns(this);

    @GuardedBy("lock")
    private final Deque<Lane.Task> errands = new ArrayDeque<>();

    @GuardedBy("lock")
    private int nextFeed;

    @GuardedBy("lock")
    private boolean stopped;

    Scheduler(EngineOptions options, StageMaker maker, BackgroundWork background) {
        this.options = options;
        this.watchdog = new Watchdog(options.nanoClock(), options.grace().toNanos(), this::fillLanes);
        // A device's calls mostly wait: they get lanes beside those that keep the cores busy.
        int more = options.device().kind() == Device.Kind.CPU ? 0 : StageUnit.DEVICE_CALLS;
        this.lanes = new Lanes(this, options.lanes() + more);
        this.policy = new FailurePolicy(this, options, maker, background);
        this.ends = new CallEnds(this, policy);
    }

    void start() {
        watchdog.start();
        fillLanes();
    }

    private void fillLanes() {
        lock.lock();
        try {
            if (!stopped) {
                lanes.fill();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A lane hangs in a call that will not return. */
    @GuardedBy("lock")
    void replace(@Nullable Thread lane) {
        if (lane != null) {
            lanes.giveUp(lane);
        }
        if (!stopped) {
            lanes.fill();
        }
    }

    /** For what others call under the lock, where the compiler cannot see that they hold it. */
    void mustHoldLock() {
        assert lock.isHeldByCurrentThread() : "the scheduler's lock must be held";
    }

    EngineHealth health() {
        lock.lock();
        try {
            return lanes.health();
        } finally {
            lock.unlock();
        }
    }

    /** Lanes that were given up and still hang in a call. Under the lock. */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    int lanesHanging() {
        mustHoldLock();
        return lanes.hanging();
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
            running = lanes.running();
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
        List<FrameRun> through = new ArrayList<>();
        lock.lock();
        try {
            List<InputGroup> waiting = new ArrayList<>();
            do {
                waiting.clear();
                units.forEach(unit -> waiting.addAll(unit.flush()));
                runs.giveUp(waiting, "the engine is closing");
            } while (!waiting.isEmpty());
            for (FrameRun run = runs.nextComplete(); run != null; run = runs.nextComplete()) {
                through.add(run);
            }
        } finally {
            lock.unlock();
        }
        through.forEach(this::deliver);
    }

    long now() {
        return options.nanoClock().getAsLong();
    }

    EngineOptions options() {
        return options;
    }

    /** The picture as this stage shall see it: watched, if somebody watches. */
    Picture observed(Picture picture, String stage) {
        ReadObserver observer = options.readObserver();
        return observer == ReadObserver.NONE ? picture : new ObservedPicture(picture, stage, observer);
    }

    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    boolean isStopped() {
        mustHoldLock();
        return stopped;
    }

    /** Whether there is one unit only. */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    boolean isAlone() {
        mustHoldLock();
        return units.size() == 1;
    }

    @GuardedBy("lock")
    List<StageUnit> units() {
        return units;
    }

    @GuardedBy("lock")
    List<CameraFeed> feeds() {
        return feeds;
    }

    @GuardedBy("lock")
    void add(CameraFeed feed) {
        feeds.add(feed);
    }

    @GuardedBy("lock")
    void remove(CameraFeed feed) {
        feeds.remove(feed);
    }

    void wakeAllLanes() {
        mustHoldLock();
        work.signalAll();
    }

    void wakeLane() {
        mustHoldLock();
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
                FrameRun run = runs.nextComplete();
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
                    StageCall call = take(oldest, now);
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

    @GuardedBy("lock")
    private @Nullable StageCall take(StageUnit unit, long now) {
        try {
            return unit.take(now, ends);
        } catch (RuntimeException | Error e) { // else every lane would fail at it for ever
            for (InputGroup group : unit.flush()) {
                runs.breakOff(group.run, e);
            }
            return null;
        }
    }

    /** A lane that leaves lets another one look whether there is more. */
    @GuardedBy("lock")
    private Lane.Task leaveWith(Lane.Task task) {
        work.signal();
        return task;
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    @GuardedBy("lock")
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
    @GuardedBy("lock")
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
                runs.goOn(run, () -> {});
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

    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    void makeIfMissing(StageUnit unit) {
        mustHoldLock();
        policy.makeIfMissing(unit);
    }

    /** See {@link FailurePolicy#release}. */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    boolean release(StageUnit unit) {
        mustHoldLock();
        work.signal();
        return policy.release(unit);
    }

    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    boolean isAvailable(StageUnit unit) {
        mustHoldLock();
        makeIfMissing(unit);
        return unit.life.isAvailable(now());
    }

    private boolean deliver(FrameRun run) {
        Throwable broken = run.broken();
        if (broken != null) {
            Faults.OURS.note("a picture's analysis", broken);
        }
        run.feed.deliver(run);
        run.images.close();
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
        policy.retireLater(unused);
        return true;
    }

    /** Under the lock: gives back claims; the caller retires what is returned, without the lock. */
    @GuardedBy("lock")
    List<LoadedStage> unclaim(List<StageUnit> claimed) {
        List<LoadedStage> unused = new ArrayList<>();
        for (StageUnit unit : claimed) {
            if (unit.unclaim()) {
                units.remove(unit);
                LoadedStage stage = unit.life.dropInstance();
                if (stage != null) {
                    unused.add(stage);
                }
            }
        }
        return unused;
    }
}
