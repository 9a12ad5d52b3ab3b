package dev.osprey.engine.fakes;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Default;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import dev.osprey.spi.Scope;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;
import dev.osprey.spi.StageSpec;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A kind of stage whose work is given by the test; counts its instances. */
public final class FakeStage implements StageFactory<FakeStage.Settings> {
    /** Two settings, so that instances can differ. */
    public record Settings(@Default("a") String model, @Default("1") int size) {}

    /** What the stage does with one batch. */
    @FunctionalInterface
    public interface Work {
        List<Output> process(List<Input> batch) throws Exception;
    }

    /** What the stage does with one batch that may be cancelled. */
    @FunctionalInterface
    public interface Cancellable {
        List<Output> process(Batch batch) throws Exception;
    }

    /** What may happen when an instance is made. */
    @FunctionalInterface
    public interface Making {
        void make(Settings settings) throws Exception;
    }

    public final AtomicInteger made = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public final AtomicInteger cancelled = new AtomicInteger();
    private final String name;
    private Scope scope = Scope.SHARED;
    private StageSpec spec = StageSpec.of(Result.Detection.KIND);
    private Cancellable cancellable = batch -> nothing(batch.inputs());
    private String model = "";
    private Making making = settings -> {};
    private Runnable cancelling = () -> {};

    public FakeStage(String name) {
        this.name = name;
    }

    public FakeStage doing(Work newWork) {
        return heeding(batch -> newWork.process(batch.inputs()));
    }

    /** As doing, with the batch. */
    public FakeStage heeding(Cancellable newWork) {
        cancellable = newWork;
        return this;
    }

    /** Finds the same in every input. */
    public FakeStage finding(Result... results) {
        return doing(batch -> batch.stream().map(input -> Output.of(results)).toList());
    }

    public FakeStage saying(StageSpec newSpec) {
        spec = newSpec;
        return this;
    }

    public FakeStage perCamera() {
        scope = Scope.CAMERA;
        return this;
    }

    /** Asks the host for a model whenever it is made. */
    public FakeStage needing(String path) {
        model = path;
        return this;
    }

    public FakeStage making(Making newMaking) {
        making = newMaking;
        return this;
    }

    /** Runs for every call that is cancelled. */
    public FakeStage cancelling(Runnable action) {
        cancelling = action;
        return this;
    }

    public int open() {
        return made.get() - closed.get();
    }

    /** Blocks until the test ends, whatever is asked of it: ignoring an interrupt is its fault. */
    public static List<Output> hang(CountDownLatch end) {
        boolean done = false;
        while (!done) {
            try {
                done = end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                done = false;
            }
        }
        return List.of();
    }

    public static List<Output> nothing(List<Input> batch) {
        return batch.stream().map(input -> Output.empty()).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public Stage create(Settings settings, StageContext context) throws Exception {
        making.make(settings);
        if (!model.isEmpty()) {
            context.model(model);
        }
        made.incrementAndGet();
        return new Stage() {
            @Override
            public StageSpec spec() {
                return spec;
            }

            @Override
            public List<Output> process(Batch batch) throws Exception {
                batch.onCancel(() -> {
                    cancelled.incrementAndGet();
                    cancelling.run();
                });
                return cancellable.process(batch);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
