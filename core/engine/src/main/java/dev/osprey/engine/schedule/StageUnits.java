package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.spi.Scope;
import dev.osprey.spi.StageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes, shares and gives up units. Thread-safe; what makes stages blocks. */
final class StageUnits {
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
        StageHistory history = new StageHistory(new ErrorBudget(options, random));
        return add(unit(type, config, history, maker.make(type, config)));
    }

    private StageUnit unit(StageType type, Record config, StageHistory history, LoadedStage stage) {
        return new StageUnit(type, config, history, new StageLife(stage.spec(), stage), options, scheduler::isAlone);
    }

    /* Claims first, so that none goes away while its models are looked at, which reads files. */
    private Optional<StageUnit> claimShared(StageType type, Record config) {
        Optional<StageUnit> current = Optional.empty();
        List<StageUnit> others = new ArrayList<>();
        for (StageUnit unit : claimAlike(type, config)) {
            LoadedStage loaded = loaded(unit);
            if (current.isEmpty() && (loaded == null || maker.isCurrent(loaded))) {
                current = Optional.of(unit);
            } else {
                others.add(unit);
            }
        }
        release(others);
        return current;
    }

    private List<StageUnit> claimAlike(StageType type, Record config) {
        scheduler.lock.lock();
        try {
            List<StageUnit> alike = scheduler.units().stream()
                    .filter(unit -> unit.type == type && unit.config.equals(config))
                    .toList();
            alike.forEach(StageUnit::claim);
            return alike;
        } finally {
            scheduler.lock.unlock();
        }
    }

    private @Nullable LoadedStage loaded(StageUnit unit) {
        scheduler.lock.lock();
        try {
            return unit.life.loaded();
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
     * Claims for a new stream: shared units stay, and so do those that have seen no picture yet; the others are made
     * anew in the background, with their history. Under the scheduler's lock.
     */
    @SuppressWarnings("GuardedBy") // who calls it is asked while it runs
    List<StageUnit> renew(List<StageUnit> before) {
        List<StageUnit> units = new ArrayList<>();
        for (StageUnit unit : before) {
            boolean stays = unit.type.scope() == Scope.SHARED || unit.life.isQuarantined() || unit.isUnused();
            StageUnit next = stays ? unit : unit.fresh();
            next.claim();
            if (!stays) {
                scheduler.units().add(next);
            }
            units.add(next);
            scheduler.makeIfMissing(next);
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
                LoadedStage stage = unit.life.dropInstance();
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

    /** Ends quarantine and pauses of every unit of this kind of stage; returns of how many. */
    int releaseFromQuarantine(String stage) {
        scheduler.lock.lock();
        try {
            int released = 0;
            for (StageUnit unit : scheduler.units()) {
                released += unit.type.name().equals(stage) && scheduler.release(unit) ? 1 : 0;
            }
            return released;
        } finally {
            scheduler.lock.unlock();
        }
    }

    List<StageStatus> status() {
        List<Supplier<StageStatus>> all = new ArrayList<>();
        scheduler.lock.lock();
        try {
            long now = scheduler.now();
            for (StageUnit unit : scheduler.units()) {
                List<String> cameras = scheduler.feeds().stream()
                        .filter(feed -> feed.uses(unit))
                        .map(CameraFeed::cameraId)
                        .toList();
                all.add(unit.status(now, cameras));
            }
        } finally {
            scheduler.lock.unlock();
        }
        return all.stream().map(Supplier::get).toList();
    }
}
