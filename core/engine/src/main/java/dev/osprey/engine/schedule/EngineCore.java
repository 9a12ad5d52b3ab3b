package dev.osprey.engine.schedule;

import dev.osprey.engine.AnalysisListener;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.EngineHealth;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.Feed;
import dev.osprey.engine.Problem;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.model.ModelSource;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.pipeline.PipelineChecks;
import dev.osprey.engine.pipeline.StageNode;
import dev.osprey.spi.Scope;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The engine's inside: loads pipelines, opens feeds, runs lanes. Thread-safe. */
public final class EngineCore {
    private final EngineOptions options;
    private final BackgroundWork background = new BackgroundWork();
    private final Scheduler scheduler;
    private final StageUnits stages;

    // One pipeline is loaded at a time, so that two that share a stage load it once.
    private final Object loading = new Object();

    public EngineCore(EngineOptions options, ModelSource models) {
        this.options = options;
        StageMaker maker = new StageMaker(options, models, background);
        this.scheduler = new Scheduler(options, maker, background);
        this.stages = new StageUnits(options, maker, scheduler);
        scheduler.start();
    }

    /** Loads every stage; blocks. */
    public Prepared prepare(Pipeline pipeline) throws ConfigException {
        synchronized (loading) {
            List<StageUnit> units = new ArrayList<>();
            List<Problem> problems = new ArrayList<>();
            for (StageNode node : pipeline.nodes()) {
                try {
                    units.add(stages.claim(node.type(), node.config()));
                } catch (StageException e) {
                    String words = Failures.inWords(e);
                    problems.add(new Problem(
                            node.path() + "." + node.type().name(),
                            e.category() == StageException.Category.CONFIG ? words : "cannot be started: " + words));
                }
            }
            List<StageSpec> specs = units.stream().map(unit -> unit.life.spec()).toList();
            if (problems.isEmpty()) {
                problems.addAll(PipelineChecks.check(pipeline, specs));
            }
            if (!problems.isEmpty()) {
                stages.release(units);
                throw new ConfigException(problems);
            }
            return new Prepared(pipeline, units, specs, stages);
        }
    }

    /**
     * Opens a feed; blocks while stages that it has for itself are made.
     *
     * @throws IllegalStateException if such a stage, though it could be made once, cannot be made again
     */
    public Feed open(String cameraId, Prepared prepared, AnalysisListener listener) {
        Pipeline pipeline = prepared.pipeline();
        List<StageUnit> units = new ArrayList<>();
        boolean opened = false;
        try {
            for (int i = 0; i < pipeline.nodes().size(); i++) {
                StageNode node = pipeline.nodes().get(i);
                Optional<StageUnit> unit = prepared.unit(i, node.type().scope() == Scope.CAMERA);
                units.add(unit.isPresent() ? unit.get() : stages.claim(node.type(), node.config()));
            }
            CameraFeed feed = new CameraFeed(cameraId, pipeline, units, listener, scheduler, stages);
            scheduler.lock.lock();
            try {
                scheduler.add(feed);
            } finally {
                scheduler.lock.unlock();
            }
            opened = true;
            return feed;
        } catch (StageException e) {
            throw new IllegalStateException(
                    "camera " + cameraId + " cannot be analysed by pipeline " + pipeline.name() + ": "
                            + Failures.inWords(e),
                    e);
        } finally {
            if (!opened) {
                stages.release(units);
            }
        }
    }

    /** Ends quarantine and pauses of a stage; returns of how many instances. */
    public int release(String stage) {
        return stages.releaseFromQuarantine(stage);
    }

    public EngineHealth health() {
        return scheduler.health();
    }

    public List<StageStatus> status() {
        return stages.status();
    }

    /** Closes feeds and stages; waits for calls under way as long as their deadline lets them run. */
    public void close() {
        try {
            scheduler.stop(options.deadline().plus(options.grace()).toNanos() + TimeUnit.SECONDS.toNanos(1));
            stages.releaseAll();
            background.awaitIdle(TimeUnit.SECONDS.toNanos(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
