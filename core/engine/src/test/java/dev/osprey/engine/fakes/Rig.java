package dev.osprey.engine.fakes;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.Feed;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.StageStatus;
import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.model.ModelSource;
import dev.osprey.engine.pipeline.Pipeline;
import dev.osprey.engine.plugin.Plugins;
import dev.osprey.spi.StageFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** An engine with fake stages, the analyses it has delivered, and the pictures it was given. */
public final class Rig implements AutoCloseable {
    public static final Duration SOON = Duration.ofSeconds(20);

    public final Engine engine;
    public final List<Analysis> analyses = new CopyOnWriteArrayList<>();
    private final Plugins plugins;
    private final List<FakePicture> pictures = new ArrayList<>();

    public Rig(EngineOptions options, StageFactory<?>... stages) {
        engine = new Engine(options, ModelSource.filesOnly());
        plugins = Plugins.of(stages);
    }

    public static EngineOptions options() {
        return EngineOptions.defaults().withLanes(2).withSeed(1).withFirstCallDeadline(Duration.ZERO);
    }

    public static Pipeline parse(Plugins plugins, String yaml) throws Exception {
        return Pipeline.parse("people", new YAMLMapper().readTree(yaml), plugins);
    }

    public PreparedPipeline prepare(String yaml) throws Exception {
        return engine.prepare(parse(plugins, yaml));
    }

    public Feed open(String camera, PreparedPipeline pipeline) {
        return engine.open(camera, pipeline, this::take);
    }

    public Feed open(String camera, String yaml) throws Exception {
        return open(camera, prepare(yaml));
    }

    private void take(Analysis analysis, Picture picture) {
        if (picture.sequence() != analysis.sequence()) {
            throw new AssertionError("analysis " + analysis.sequence() + " comes with picture " + picture.sequence());
        }
        analyses.add(analysis);
    }

    public FakePicture picture(String camera, long sequence) {
        return keep(FakePicture.of(camera, sequence));
    }

    public synchronized FakePicture keep(FakePicture picture) {
        pictures.add(picture);
        return picture;
    }

    /** Hands in pictures first..last of a camera and waits for their analyses. */
    public void analyse(Feed feed, String camera, long first, long last) throws Exception {
        for (long i = first; i <= last; i++) {
            feed.submit(picture(camera, i));
        }
        feed.drain(SOON);
    }

    /** How the first loaded stage of this name fares. */
    public StageStatus status(String stage) {
        return engine.stages().stream()
                .filter(status -> status.name().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    public List<Long> sequences(String camera) {
        return analyses.stream()
                .filter(analysis -> analysis.camera().equals(camera))
                .map(Analysis::sequence)
                .toList();
    }

    public synchronized long unfreed() {
        return pictures.stream().filter(picture -> !picture.isFreed()).count();
    }

    /** Waits for what comes about on another thread, and fails if it does not come soon. */
    public static void await(String what, BooleanSupplier condition) throws TimeoutException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new TimeoutException("still not: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    public static List<String> problems(ConfigException e) {
        return e.problems().stream().map(Object::toString).toList();
    }

    @Override
    public void close() {
        engine.close();
    }
}
