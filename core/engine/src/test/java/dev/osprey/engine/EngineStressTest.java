package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakePicture;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.engine.fault.Faults;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of rounds of everything at once: feeds that open and close, streams that begin, stages that fail, are late,
 * hang and come back. Whatever happens, no picture is lost or freed twice, no lane is lost, no run is stuck.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineStressTest {
    private static final int ROUNDS = 4000;
    private static final int CAMERAS = 6;
    private static final Box BOX = new Box(1, 2, 30, 40);
    private static final PixelSpec FORM = PixelSpec.bytes(2, 2, PixelSpec.Order.RGB);
    private static final List<String> PIPELINES = List.of(
            "stages: [flaky, {steady: {}, after: flaky, as: crops}, {late: {}, every: 1s}]",
            "stages: [motion, {flaky: {}, when: motion}, late]",
            "stages: [steady, {late: {}, after: steady, max-crops: 2}, motion]");

    private final long seed = Long.getLong("stress.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong dice = new AtomicLong(seed);
    private final List<FakePicture> pictures = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final Map<String, Long> faultsBefore = Faults.OURS.counts();

    /** 0 to 99; thread-safe, and the same sequence for a seed. */
    private int roll() {
        long z = dice.addAndGet(0x9E3779B97F4A7C15L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(z ^ (z >>> 31), 100);
    }

    private List<Output> flaky(List<Input> batch) throws Exception {
        int roll = roll();
        if (roll < 5) {
            throw new IllegalStateException("flaky");
        } else if (roll < 8) {
            throw new StageException(StageException.Category.RESOURCES, "short of something");
        } else if (roll < 10) {
            throw new StackOverflowError();
        } else if (roll < 12) {
            return List.of();
        } else if (roll < 14) {
            return found(batch, new Result.Detection("person", 0.5, new Box(Double.NaN, 0, 1, 1)));
        }
        return steady(batch);
    }

    /** Finds something, and makes pictures, of which it gives some. */
    private List<Output> steady(List<Input> batch) throws StageException {
        Result.Detection person = new Result.Detection("person", 0.5, BOX);
        List<Output> outputs = new ArrayList<>();
        for (Input input : batch) {
            Result.Image image = input.write(input.region(), FORM, ByteBuffer.allocateDirect(12));
            outputs.add(roll() < 50 ? Output.of(person, person) : Output.of(person, image));
        }
        return outputs;
    }

    private static List<Output> found(List<Input> batch, Result result) {
        return batch.stream().map(input -> Output.of(result, result)).toList();
    }

    private List<Output> late(List<Input> batch) throws InterruptedException, StageException {
        int roll = roll();
        if (roll < 2) {
            boolean unused = end.await(60, TimeUnit.SECONDS); // heeds the interrupt
        } else if (roll < 3) {
            hang(20_000_000);
        }
        return steady(batch);
    }

    /** Ignores interrupts. */
    private static void hang(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    private FakeStage[] stages() {
        StageSpec detects = StageSpec.of(Result.Detection.KIND, Result.Image.KIND);
        return new FakeStage[] {
            new FakeStage("flaky").saying(detects.withMaxConcurrency(3)).doing(this::flaky),
            new FakeStage("steady").saying(detects.withMaxConcurrency(2)).doing(this::steady),
            new FakeStage("late").saying(detects.withMaxConcurrency(2)).doing(this::late),
            new FakeStage("motion").perCamera().saying(detects).making(settings -> {
                if (roll() < 3) {
                    throw new StageException(StageException.Category.INTERNAL, "could not be made");
                }
            })
        };
    }

    private EngineOptions options() {
        return EngineOptions.defaults()
                .withLanes(3)
                .withSeed(seed)
                .withDeadline(Duration.ofMillis(8))
                .withFirstCallDeadline(Duration.ZERO)
                .withGrace(Duration.ofMillis(4))
                .withErrorsInARow(3)
                .withRecreations(2)
                .withBackOff(Duration.ofMillis(1), Duration.ofMillis(4))
                .withQuarantine(Duration.ofMillis(2), Duration.ofMillis(10));
    }

    @Test
    void everythingAtOnce_invariantsHold() throws Exception {
        String run = "seed " + seed + " (-Dstress.seed=" + seed + ")";
        FakeStage[] stages = stages();
        try (Rig rig = new Rig(options(), stages)) {
            List<PreparedPipeline> pipelines = new ArrayList<>();
            for (String yaml : PIPELINES) {
                pipelines.add(prepare(rig, yaml));
            }
            for (int i = 0; i < CAMERAS; i++) {
                feeds.add(open(rig, i, pipelines));
            }
            for (int round = 0; round < ROUNDS; round++) {
                step(rig, round, pipelines);
            }
            for (Feed feed : feeds) {
                feed.drain(Rig.SOON);
                feed.close();
            }
            pipelines.forEach(PreparedPipeline::close);
            end.countDown();

            Rig.await(run + ": every picture is freed", () -> all(pictures).allMatch(FakePicture::isFreed));
            Rig.await(run + ": no unit is claimed", () -> rig.engine.stages().isEmpty());
            Rig.await(run + ": no thread hangs", () -> rig.engine.health().lanesHanging() == 0);
            assertThat(rig.engine.health()).as(run).isEqualTo(new EngineHealth(3, 3, 0));
        }
        assertThat(all(pictures)).as(run).allMatch(picture -> picture.misuses() == 0);
        assertThat(all(pictures)).as(run + ": with what stages made").hasSizeGreaterThan(2 * pictures.size());
        assertThat(Faults.OURS.counts())
                .as(run + ": the engine itself made no mistake")
                .isEqualTo(faultsBefore);
        for (FakeStage stage : stages) {
            assertThat(stage.open()).as(run + ": left open of " + stage.name()).isGreaterThanOrEqualTo(0);
        }
    }

    /** With all that stages made of them. */
    private static Stream<FakePicture> all(List<FakePicture> some) {
        return some.stream().flatMap(one -> Stream.concat(Stream.of(one), all(one.written())));
    }

    private static PreparedPipeline prepare(Rig rig, String yaml) throws Exception {
        while (true) { // making a stage fails now and then
            try {
                return rig.prepare(yaml);
            } catch (ConfigException e) {
                assertThat(e).hasMessageContaining("could not be made");
            }
        }
    }

    private Feed open(Rig rig, int camera, List<PreparedPipeline> pipelines) {
        while (true) {
            try {
                return rig.open("c" + camera, pipelines.get(random.nextInt(pipelines.size())));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("could not be made");
            }
        }
    }

    private void step(Rig rig, int round, List<PreparedPipeline> pipelines) throws Exception {
        int camera = random.nextInt(CAMERAS);
        Feed feed = feeds.get(camera);
        int choice = random.nextInt(1000);
        if (choice < 850) {
            FakePicture picture = FakePicture.of("c" + camera, round);
            pictures.add(picture);
            if (choice < 400) {
                feed.submit(picture);
            } else {
                feed.offer(picture);
            }
        } else if (choice < 900) {
            feed.newStream();
        } else if (choice < 930) {
            feed.close();
            feeds.set(camera, open(rig, camera, pipelines));
        } else if (choice < 940) {
            int i = random.nextInt(pipelines.size());
            pipelines.get(i).close();
            pipelines.set(i, prepare(rig, PIPELINES.get(i)));
        } else if (choice < 960) {
            rig.engine.release(random.nextBoolean() ? "flaky" : "late");
        } else {
            assertThat(rig.engine.stages()).isNotEmpty();
            assertThat(feed.stats().offered())
                    .isGreaterThanOrEqualTo(feed.stats().analysed());
        }
    }
}
