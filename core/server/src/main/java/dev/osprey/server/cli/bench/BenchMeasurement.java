package dev.osprey.server.cli.bench;

import dev.osprey.engine.AnalysisListener;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.Engine;
import dev.osprey.engine.Feed;
import dev.osprey.engine.PreparedPipeline;
import dev.osprey.engine.StageStatus;
import dev.osprey.server.cli.home.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Measures one number of cameras. */
final class BenchMeasurement implements AutoCloseable {
    private static final long BARE_WARM_UP_MILLIS = 1000;
    /** After a change of phase, until the last pictures of the other are through. */
    private static final long SETTLE_MILLIS = 300;
    /** Of a turn, after which the other phase has its own: so a burst of load from elsewhere hits both. */
    private static final double LONGEST_TURN_SECONDS = 2.5;

    private final Engine engine;
    private final int lanes;
    private final int mostAtOnce;
    private final BenchCameras cameras;
    private final @Nullable BenchBare bare;
    private final List<Feed> feeds = new ArrayList<>();
    private final BenchLatencies latencies = new BenchLatencies();
    private final LongAdder analyses = new LongAdder();
    private volatile boolean counting;

    /** @param model to compare with, if it is the pipeline's only one; else the stages' own CPU time is the yardstick */
    BenchMeasurement(
            Engine engine, PreparedPipeline pipeline, Optional<BenchModel> model, Path clip, int count, int lanes)
            throws IOException, ConfigException {
        this.engine = engine;
        this.lanes = lanes;
        // A stage has one picture of a camera in hand; several stages may share one out among them.
        mostAtOnce = pipeline.pipeline().nodes().size() == 1 ? Math.min(count, lanes) : lanes;
        cameras = new BenchCameras(clip, count);
        AnalysisListener listener = (analysis, picture) -> {
            if (counting) {
                analyses.increment();
                latencies.add(
                        Duration.between(analysis.capturedAt(), Instant.now()).toNanos() / 1e6);
            }
        };
        for (int camera = 0; camera < count; camera++) {
            feeds.add(engine.open("bench-" + camera, pipeline, listener));
        }
        bare = model.map(yardstick -> new BenchBare(yardstick, count, lanes)).orElse(null);
    }

    BenchLatencies latencies() {
        return latencies;
    }

    BenchFigures measure(double seconds) throws InterruptedException, IOException, CommandFailedException {
        cameras.awaitLive();
        return bare == null ? measureStages(seconds) : measureAgainst(bare, seconds);
    }

    /** What the stages' calls use is theirs, the rest beyond media is overhead. */
    private BenchFigures measureStages(double seconds)
            throws InterruptedException, IOException, CommandFailedException {
        cameras.into(this::analyse);
        BenchWarmUp.await(seconds);
        long decodedBefore = cameras.decoded();
        double stagesBefore = stageSeconds();
        counting = true;
        BenchUse use = useOf(Math.round(seconds * 1000));
        counting = false;
        double stages = stageSeconds() - stagesBefore;
        cameras.requireUnbroken();
        requireAnalyses();
        return new BenchFigures(
                feeds.size(),
                lanes,
                mostAtOnce,
                cameras.decoded() - decodedBefore,
                analyses.sum(),
                use,
                use,
                stages / analyses.sum(),
                0);
    }

    private double stageSeconds() {
        return engine.stages().stream().mapToDouble(StageStatus::cpuSeconds).sum();
    }

    /** Takes twice as long as {@code seconds}, as every second is measured with the engine and without. */
    private BenchFigures measureAgainst(BenchBare bare, double seconds)
            throws InterruptedException, IOException, CommandFailedException {
        cameras.into(bare);
        Thread.sleep(BARE_WARM_UP_MILLIS);
        cameras.into(this::analyse);
        BenchWarmUp.await(seconds);
        bare.reset();

        int turns = (int) Math.ceil(seconds / LONGEST_TURN_SECONDS);
        long turnMillis = Math.round(seconds * 1000 / turns);
        BenchUse analysing = BenchUse.NONE;
        BenchUse bareUse = BenchUse.NONE;
        long offered = 0;
        for (int turn = 0; turn < turns; turn++) {
            cameras.into(this::analyse);
            Thread.sleep(SETTLE_MILLIS);
            long decodedBefore = cameras.decoded();
            counting = true;
            analysing = analysing.plus(useOf(turnMillis));
            counting = false;
            offered += cameras.decoded() - decodedBefore;
            cameras.into(bare);
            Thread.sleep(SETTLE_MILLIS);
            bareUse = bareUse.plus(useOf(turnMillis));
        }
        cameras.requireUnbroken();
        requireAnalyses();
        return new BenchFigures(
                feeds.size(),
                lanes,
                mostAtOnce,
                offered,
                analyses.sum(),
                analysing,
                bareUse,
                bare.runSeconds(),
                bare.readSeconds());
    }

    private void analyse(int camera, dev.osprey.engine.frame.Picture picture) {
        feeds.get(camera).offer(picture);
    }

    private static BenchUse useOf(long millis) throws InterruptedException, IOException {
        BenchUse before = BenchUse.now();
        Thread.sleep(millis);
        return BenchUse.now().minus(before);
    }

    private void requireAnalyses() throws CommandFailedException {
        for (StageStatus stage : engine.stages()) {
            if (stage.errors() + stage.timeouts() > 0) {
                throw new CommandFailedException("stage " + stage.name() + ": " + stage.errors() + " errors, "
                        + stage.timeouts() + " timeouts, the last: " + stage.lastError());
            }
        }
        if (analyses.sum() == 0) {
            throw new CommandFailedException("no picture was analysed while it was measured; raise --seconds");
        }
    }

    @Override
    public void close() {
        cameras.close();
        if (bare != null) {
            bare.close();
        }
        feeds.forEach(Feed::close);
    }
}
