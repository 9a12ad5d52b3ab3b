package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.spi.Scope;
import dev.osprey.spi.StageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes, shares and gives up units. Thread-safe; what makes stages blocks. */
final class StageUnits {
    private static final Logger LOG = System.getLogger(StageUnits.class.getName());

    private final EngineOptions options;
    private final StageMaker maker;
    private final Scheduler scheduler;
    private final Random random;

    StageUnits(EngineOptions options, StageMaker maker, Scheduler scheduler) {
        this.options = options;
        this.maker = maker;
        this.scheduler = scheduler;
        this.random = new Random(options.seed());
    }

    /** A claim on a unit with these settings: a shared one that there is, or a new one. */
    StageUnit claim(StageType type, Record config) throws StageException {
        if (type.scope() == Scope.SHARED) {
            Optional<StageUnit> shared = claimShared(type, config);
            if (shared.isPresent()) {
                return shared.get();
            }
        }
        StageUnit.History history = new StageUnit.History(new ErrorBudget(options, random));
        return add(unit(type, config, history, maker.make(type, config)));
    }

    private StageUnit unit(StageType type, Record config, StageUnit.History history, LoadedStage stage) {
        return new StageUnit(
                type, config, history, stage, options, () -> scheduler.units().size() == 1);
    }

    private Optional<StageUnit> claimShared(StageType type, Record config) {
        scheduler.lock.lock();
        try {
            Optional<StageUnit> shared = scheduler.units().stream()
                    .filter(unit -> unit.type == type && unit.config.equals(config))
                    .findFirst();
            shared.ifPresent(StageUnit::claim);
            return shared;
        } finally {
            scheduler.lock.unlock();
        }
    }

    private StageUnit add(StageUnit unit) {
        scheduler.lock.lock();
        try {
            unit.claim();
            scheduler.units().add(unit);
        } finally {
            scheduler.lock.unlock();
        }
        return unit;
    }

    /**
     * Claims for a new stream: shared units stay, the others are made anew with their history. One that cannot be made
     * stays as it is.
     */
    List<StageUnit> renew(List<StageUnit> before) {
        List<StageUnit> units = new ArrayList<>();
        for (StageUnit unit : before) {
            units.add(unit.type.scope() == Scope.SHARED ? claimAgain(unit) : renewed(unit));
        }
        return units;
    }

    StageUnit claimAgain(StageUnit unit) {
        scheduler.lock.lock();
        try {
            unit.claim();
        } finally {
            scheduler.lock.unlock();
        }
        return unit;
    }

    private StageUnit renewed(StageUnit unit) {
        if (isQuarantined(unit)) {
            return claimAgain(unit);
        }
        try {
            LoadedStage stage = maker.make(unit.type, unit.config);
            return add(unit(unit.type, unit.config, unit.history, stage));
        } catch (StageException e) {
            LOG.log(
                    Level.WARNING,
                    "stage {0} could not be made anew for a new stream and goes on as it is: {1}",
                    unit.type.name(),
                    Failures.inWords(e));
            return claimAgain(unit);
        }
    }

    private boolean isQuarantined(StageUnit unit) {
        scheduler.lock.lock();
        try {
            return unit.isQuarantined();
        } finally {
            scheduler.lock.unlock();
        }
    }

    /** Gives claims back; what nobody uses any longer is closed here, unless a call is under way in it. */
    void release(List<StageUnit> claimed) {
        if (claimed.isEmpty()) {
            return;
        }
        List<LoadedStage> unused;
        scheduler.lock.lock();
        try {
            unused = scheduler.unclaim(claimed);
        } finally {
            scheduler.lock.unlock();
        }
        unused.forEach(LoadedStage::retire);
    }

    /** The engine closes: gives up every unit, claimed or not. */
    void releaseAll() {
        List<LoadedStage> left = new ArrayList<>();
        scheduler.lock.lock();
        try {
            for (StageUnit unit : scheduler.units()) {
                LoadedStage stage = unit.dropInstance();
                if (stage != null) {
                    left.add(stage);
                }
            }
            scheduler.units().clear();
        } finally {
            scheduler.lock.unlock();
        }
        left.forEach(LoadedStage::retire);
    }

    List<StageStatus> status() {
        scheduler.lock.lock();
        try {
            long now = scheduler.now();
            List<StageStatus> all = new ArrayList<>();
            for (StageUnit unit : scheduler.units()) {
                List<String> cameras = scheduler.feeds().stream()
                        .filter(feed -> feed.uses(unit))
                        .map(CameraFeed::cameraId)
                        .sorted()
                        .toList();
                all.add(unit.status(now, cameras));
            }
            return all;
        } finally {
            scheduler.lock.unlock();
        }
    }
}
