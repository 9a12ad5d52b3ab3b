package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.model.ModelSource;
import dev.osprey.engine.plugin.ContextLoader;
import dev.osprey.engine.plugin.StageType;
import dev.osprey.engine.text.Durations;
import dev.osprey.spi.Device;
import dev.osprey.spi.Model;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageException.Category;
import dev.osprey.spi.StageSpec;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes instances of stages, each on a thread of its own and within the deadline for warming up. */
@SuppressWarnings("try") // the resource is a scope: nothing in it is used
final class StageMaker {
    private final EngineOptions options;
    private final ModelSource models;
    private final BackgroundWork background;

    StageMaker(EngineOptions options, ModelSource models, BackgroundWork background) {
        this.options = options;
        this.models = models;
        this.background = background;
    }

    private record HostContext(
            Device device, int lanes, ModelSource models, System.Logger logger, Map<String, Model> given)
            implements StageContext {
        @Override
        public Model model(String nameOrPath) throws StageException {
            Model model = models.find(nameOrPath);
            given.put(nameOrPath, model);
            return model;
        }
    }

    /** Whether a stage that is made now would be given the same models, their files unchanged. */
    boolean isCurrent(LoadedStage stage) {
        for (Map.Entry<String, Model> given : stage.models().entrySet()) {
            try {
                if (!models.find(given.getKey()).equals(given.getValue())) {
                    return false;
                }
            } catch (StageException e) {
                return false; // making one says why
            }
        }
        return true;
    }

    /** Blocks until the stage is made. One that comes after the deadline is closed. */
    LoadedStage make(StageType type, Record config) throws StageException {
        CompletableFuture<LoadedStage> made = new CompletableFuture<>();
        Thread thread = background.run("stage-" + type.name(), () -> {
            try {
                LoadedStage stage = load(type, config);
                if (!made.complete(stage)) {
                    stage.retire();
                }
            } catch (Throwable e) { // any error of a plugin
                made.completeExceptionally(e);
            }
        });
        StageException failure;
        try {
            return made.get(options.warmUpDeadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Failures.asStageException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            failure = new StageException(
                    Category.INTERNAL,
                    "did not start within " + Durations.format(options.warmUpDeadline()) + ", the deadline for it",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new StageException(Category.RESOURCES, "was interrupted while starting", e);
        }
        thread.interrupt();
        if (!made.completeExceptionally(failure) && !made.isCompletedExceptionally()) {
            return made.join();
        }
        throw failure;
    }

    private LoadedStage load(StageType type, Record config) throws Exception {
        Map<String, Model> given = new ConcurrentHashMap<>();
        StageContext context = new HostContext(
                options.device(), options.lanes(), models, System.getLogger("dev.osprey.stage." + type.name()), given);
        Stage stage = type.create(config, context);
        if (stage == null) {
            throw new StageException(Category.INTERNAL, "create() returned null");
        }
        try (ContextLoader ignored = type.inPlugin()) {
            StageSpec spec = stage.spec();
            if (spec == null) {
                throw new StageException(Category.INTERNAL, "spec() returned null");
            }
            return new LoadedStage(
                    type, stage, spec, given, background, new OutputChecks(type.name(), options.maxResults()));
        } catch (Throwable e) {
            try (ContextLoader ignored = type.inPlugin()) {
                stage.close();
            } catch (Throwable closing) { // keep what went wrong first
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
