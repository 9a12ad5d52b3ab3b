package dev.osprey.engine.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.osprey.engine.AnalysisListener;
import dev.osprey.engine.Feed;
import dev.osprey.engine.FeedStats;
import dev.osprey.engine.fault.Faults;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.pipeline.StageNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The feed of one camera: a slot of one, and the picture that is being analysed. */
final class CameraFeed implements Feed {
    private final String cameraId;
    private final Pipeline pipeline;
    private final AnalysisListener listener;
    private final Scheduler scheduler;
    private final StageUnits stages;
    private final List<FeedCounts> counts = new ArrayList<>();

    /** Those given to tracks so far: of the feed, not of a stream, so that none comes again after a reconnect. */
    private final AtomicLong identities = new AtomicLong();

    @GuardedBy("scheduler.lock")
    private StreamState stream;

    @GuardedBy("scheduler.lock")
    private @Nullable StreamState nextStream;

    @GuardedBy("scheduler.lock")
    private @Nullable Picture waiting;

    @GuardedBy("scheduler.lock")
    private @Nullable FrameRun running;

    @GuardedBy("scheduler.lock")
    private long offered;

    @GuardedBy("scheduler.lock")
    private long analysed;

    @GuardedBy("scheduler.lock")
    private long dropped;

    @GuardedBy("scheduler.lock")
    private boolean closed;

    /** Owns a claim on each of the units. */
    CameraFeed(
            String cameraId,
            Pipeline pipeline,
            List<StageUnit> units,
            AnalysisListener listener,
            Scheduler scheduler,
            StageUnits stages) {
        this.cameraId = cameraId;
        this.pipeline = pipeline;
        this.stream = new StreamState(pipeline, units, identities::incrementAndGet);
        this.listener = listener;
        this.scheduler = scheduler;
        this.stages = stages;
        pipeline.nodes().forEach(node -> counts.add(new FeedCounts()));
    }

    String cameraId() {
        return cameraId;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    FeedCounts counts(int node) {
        return counts.get(node);
    }

    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    boolean uses(StageUnit unit) {
        assert scheduler.lock.isHeldByCurrentThread() : "the scheduler's lock must be held";
        return stream.units.contains(unit);
    }

    @Override
    public void offer(Picture picture) {
        Picture givenUp = picture;
        List<StageUnit> old = List.of();
        scheduler.lock.lock();
        try {
            if (!closed) {
                offered++;
                givenUp = waiting;
                dropped += givenUp == null ? 0 : 1;
                old = put(picture);
            }
        } finally {
            scheduler.lock.unlock();
        }
        if (givenUp != null) {
            givenUp.release();
        }
        stages.release(old);
    }

    @Override
    public void submit(Picture picture) throws InterruptedException {
        boolean taken = false;
        List<StageUnit> old = List.of();
        try {
            scheduler.lock.lockInterruptibly();
            try {
                while (waiting != null && !closed) {
                    scheduler.progress.await();
                }
                if (!closed) {
                    offered++;
                    old = put(picture);
                    taken = true;
                }
            } finally {
                scheduler.lock.unlock();
            }
        } finally {
            if (!taken) {
                picture.release();
            }
        }
        stages.release(old);
    }

    /** The slot is free, or what is in it is given up. Returns the units that this feed uses no longer. */
    @GuardedBy("scheduler.lock")
    private List<StageUnit> put(Picture picture) {
        List<StageUnit> old = List.of();
        if (nextStream != null) {
            old = stream.units;
            stream = nextStream;
            nextStream = null;
        }
        waiting = picture;
        if (running == null) {
            scheduler.wakeLane();
        }
        return old;
    }

    @Override
    public void newStream() {
        List<StageUnit> unused = List.of();
        scheduler.lock.lock();
        try {
            if (closed || offered == 0) {
                return;
            }
            StreamState before = nextStream == null ? stream : nextStream;
            unused = nextStream == null ? unused : nextStream.units;
            nextStream = new StreamState(pipeline, stages.renew(before.units), identities::incrementAndGet);
        } finally {
            scheduler.lock.unlock();
        }
        stages.release(unused);
    }

    @Override
    public void drain(Duration deadline) throws InterruptedException, TimeoutException {
        long left = deadline.toNanos();
        scheduler.lock.lockInterruptibly();
        try {
            while ((waiting != null || running != null) && !scheduler.isStopped()) {
                if (left <= 0) {
                    throw new TimeoutException(
                            "camera " + cameraId + ": not everything was analysed within " + deadline);
                }
                left = scheduler.progress.awaitNanos(left);
            }
        } finally {
            scheduler.lock.unlock();
        }
    }

    @Override
    public FeedStats stats() {
        Map<String, FeedStats.StageCounts> byStage = new LinkedHashMap<>();
        scheduler.lock.lock();
        try {
            for (int i = 0; i < counts.size(); i++) {
                byStage.put(pipeline.nodes().get(i).as(), counts.get(i).snapshot());
            }
            return new FeedStats(offered, analysed, dropped, byStage);
        } finally {
            scheduler.lock.unlock();
        }
    }

    @Override
    public void close() {
        Picture givenUp;
        List<StageUnit> unused = new ArrayList<>();
        scheduler.lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            givenUp = waiting;
            waiting = null;
            unused.addAll(stream.units);
            if (nextStream != null) {
                unused.addAll(nextStream.units);
                nextStream = null;
            }
            scheduler.remove(this);
            scheduler.progress.signalAll();
        } finally {
            scheduler.lock.unlock();
        }
        if (givenUp != null) {
            givenUp.release();
        }
        stages.release(unused);
    }

    /** Starts the picture that waits, if it may be now; null if not, or none waits. Under the lock. */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    @Nullable
    FrameRun beginIfStartable(long now) {
        assert scheduler.lock.isHeldByCurrentThread() : "the scheduler's lock must be held";
        return isStartable(now) ? begin() : null;
    }

    /** Empties the slot; the caller releases what was in it. Under the lock. */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    @Nullable
    Picture giveUpWaiting() {
        assert scheduler.lock.isHeldByCurrentThread() : "the scheduler's lock must be held";
        Picture givenUp = waiting;
        waiting = null;
        dropped += givenUp == null ? 0 : 1;
        return givenUp;
    }

    @GuardedBy("scheduler.lock")
    private boolean isStartable(long now) {
        Picture picture = waiting;
        if (picture == null || running != null) {
            return false;
        }
        boolean mustWait = false;
        long captured = FrameFacts.micros(picture.capturedAt());
        for (int i = 0; i < pipeline.nodes().size(); i++) {
            StageNode node = pipeline.nodes().get(i);
            boolean isFirst = node.when().isEmpty() && node.after().isEmpty();
            if (isFirst && stream.isDue(i, node, captured) && scheduler.isAvailable(stream.units.get(i))) {
                if (stream.units.get(i).wantsMore(now)) {
                    return true;
                }
                mustWait = true;
            }
        }
        return !mustWait;
    }

    @GuardedBy("scheduler.lock")
    private FrameRun begin() {
        FrameRun run =
                new FrameRun(this, Objects.requireNonNull(waiting, "no picture waits"), stream, scheduler.options());
        waiting = null;
        running = run;
        return run;
    }

    /** Hands over what was found. On a lane, without the lock. */
    void deliver(FrameRun run) {
        boolean wanted;
        scheduler.lock.lock();
        try {
            wanted = !closed;
        } finally {
            scheduler.lock.unlock();
        }
        if (wanted) {
            try {
                listener.onAnalysis(run.analysis(), run.picture, run.images);
            } catch (Throwable e) { // whatever it is, the lane goes on
                Faults.OURS.note("camera " + cameraId + ": taking an analysis", e);
            }
        }
    }

    /** Under the lock. */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    void end(FrameRun run) {
        assert scheduler.lock.isHeldByCurrentThread() : "the scheduler's lock must be held";
        if (running == run) {
            running = null;
            analysed += closed ? 0 : 1;
        }
    }
}
