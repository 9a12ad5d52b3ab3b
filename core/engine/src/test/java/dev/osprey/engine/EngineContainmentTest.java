package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakePicture;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever goes wrong on a lane, in a plugin or in the engine itself, costs one picture and no lane. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineContainmentTest {
    private static final Box BOX = new Box(1, 2, 3, 4);

    private final FakeStage good = new FakeStage("good");

    /** The first calls give this, the later ones nothing. */
    private static FakeStage bad(int calls, Supplier<Result> result) {
        AtomicInteger made = new AtomicInteger();
        return new FakeStage("bad")
                .doing(batch ->
                        made.getAndIncrement() < calls ? List.of(Output.of(result.get())) : FakeStage.nothing(batch));
    }

    private static StageStatus status(Rig rig, String stage) {
        return rig.engine.stages().stream()
                .filter(status -> status.name().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    private static void assertGoesOn(Rig rig, String yaml, String field) throws Exception {
        Feed feed = rig.open("hall", yaml);
        rig.analyse(feed, "hall", 0, 9);
        assertThat(rig.analyses).hasSize(10);
        assertThat(status(rig, "bad").errors()).isEqualTo(3);
        assertThat(status(rig, "bad").lastError()).contains(field);
        assertThat(rig.unfreed()).isZero();
    }

    @Test
    void results_nullLabelBeforeLabels_failTheirCallsAndTheCameraGoesOn() throws Exception {
        FakeStage bad = bad(3, () -> new Result.Detection(null, 0.9, BOX));
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            assertGoesOn(rig, "stages: [good, {bad: {labels: [person]}}]", "label");
        }
    }

    @Test
    void results_nullBoxBeforeACascade_failTheirCallsAndTheCameraGoesOn() throws Exception {
        FakeStage bad = bad(3, () -> new Result.Detection("person", 0.9, null));
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            assertGoesOn(rig, "stages: [bad, {good: {}, after: bad}]", "box");
        }
    }

    @Test
    void results_scoreOutOfRange_failTheirCalls() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        double[] scores = {Double.NaN, 7e300, -1};
        FakeStage bad = bad(3, () -> new Result.Detection("person", scores[calls.getAndIncrement()], BOX));
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            assertGoesOn(rig, "stages: [good, bad]", "score");
        }
    }

    @Test
    void manyResults_areCutToTheBestAndNamed() throws Exception {
        FakeStage bad = new FakeStage("bad")
                .saying(StageSpec.of(Result.Classification.KIND))
                .doing(batch -> List.of(Output.of(IntStream.range(0, 1_500)
                        .mapToObj(i -> new Result.Classification("c" + i, i / 2000.0))
                        .toList())));
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            rig.analyse(rig.open("hall", "stages: [bad]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results().get("bad"))
                    .hasSize(1000)
                    .allMatch(finding -> ((Result.Classification) finding.result()).score() >= 0.25);
            assertThat(status(rig, "bad").lastError()).contains("1500").contains("1000");
            assertThat(status(rig, "bad").state()).isEqualTo(StageStatus.State.RUNNING);
        }
    }

    @Test
    void picture_cannotBeRetained_failsItsRunAndNoLane() throws Exception {
        try (Rig rig = new Rig(Rig.options(), good)) {
            Feed feed = rig.open("hall", "stages: [good]");
            for (int i = 0; i < 5; i++) {
                feed.submit(rig.picture("hall", i).duringRetain(() -> {
                    throw new IllegalStateException("no memory for it");
                }));
            }
            feed.drain(Rig.SOON);
            rig.analyse(feed, "hall", 5, 9);
            assertThat(rig.sequences("hall")).endsWith(5L, 6L, 7L, 8L, 9L);
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void picture_cannotBeLookedAt_isGivenUpAndOtherCamerasGoOn() throws Exception {
        try (Rig rig = new Rig(Rig.options(), good)) {
            PreparedPipeline pipeline = rig.prepare("stages: [good]");
            Feed broken = rig.open("broken", pipeline);
            Feed hall = rig.open("hall", pipeline);
            broken.submit(rig.keep(FakePicture.of("broken", 0)).duringLook(() -> {
                throw new NoClassDefFoundError("a codec");
            }));
            rig.analyse(hall, "hall", 0, 9);
            broken.drain(Rig.SOON);
            rig.analyse(broken, "broken", 1, 2);
            assertThat(rig.sequences("hall")).hasSize(10);
            assertThat(rig.sequences("broken")).endsWith(1L, 2L);
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void clock_throwsOnLanes_theyGoOn() throws Exception {
        AtomicInteger throwing = new AtomicInteger();
        try (Rig rig = new Rig(
                Rig.options().withNanoClock(() -> {
                    if (throwing.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                            && Thread.currentThread().getName().startsWith("infer-")) {
                        throw new AssertionError("the clock is broken");
                    }
                    return System.nanoTime();
                }),
                good)) {
            Feed feed = rig.open("hall", "stages: [good]");
            rig.analyse(feed, "hall", 0, 4);
            throwing.set(10);
            feed.submit(rig.picture("hall", 5));
            feed.drain(Rig.SOON);
            throwing.set(0);
            rig.analyse(feed, "hall", 6, 9);
            assertThat(rig.sequences("hall")).endsWith(6L, 7L, 8L, 9L);
            assertThat(rig.unfreed()).isZero();
        }
    }
}
