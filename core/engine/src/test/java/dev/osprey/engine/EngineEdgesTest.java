package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pipeline's edges do: filters, cascades, rates and gates. */
class EngineEdgesTest {
    private static final Result.Detection PERSON = new Result.Detection("person", 0.9, new Box(10, 20, 30, 40));
    private static final Result.Detection CHILD = new Result.Detection("person", 0.5, new Box(50, 20, 10, 20));
    private static final Result.Detection CAR = new Result.Detection("car", 0.95, new Box(100, 100, 80, 40));
    private static final StageSpec DETECTS =
            StageSpec.of(Result.Detection.KIND).withLabels(List.of("person", "car", "dog"));

    @Test
    void edge_labelsAndScore_keepWhatThePipelineAsksFor() throws Exception {
        FakeStage detect = new FakeStage("detect").saying(DETECTS).finding(PERSON, CHILD, CAR);
        try (Rig rig = new Rig(Rig.options(), detect)) {
            Feed strict = rig.open("hall", "stages: [{detect: {labels: [person], score: 0.6}}]");
            Feed all = rig.open("gate", "stages: [{detect: {}, as: everything}]");
            rig.analyse(strict, "hall", 0, 0);
            rig.analyse(all, "gate", 0, 0);

            assertThat(rig.analyses.get(0).results().get("detect")).containsExactly(Finding.of(PERSON));
            assertThat(rig.analyses.get(1).results().get("everything")).hasSize(3);
            assertThat(detect.made)
                    .as("filters are no reason for another instance")
                    .hasValue(1);
        }
    }

    @Test
    void edge_noScoreGiven_stagesOwnScoreHolds() throws Exception {
        FakeStage detect =
                new FakeStage("detect").saying(DETECTS.withDefaultScore(0.6)).finding(PERSON, CHILD);
        try (Rig rig = new Rig(Rig.options(), detect)) {
            rig.analyse(rig.open("hall", "stages: [detect]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results().get("detect")).containsExactly(Finding.of(PERSON));
        }
    }

    @Test
    void cascade_keptResults_becomeInputsBestScoresFirst() throws Exception {
        List<Input> seen = Collections.synchronizedList(new ArrayList<>());
        FakeStage detect = new FakeStage("detect").saying(DETECTS).finding(CAR, CHILD, PERSON);
        FakeStage pose = new FakeStage("pose").doing(batch -> {
            seen.addAll(batch);
            return batch.stream()
                    .map(input -> Output.of(new Result.Classification(
                            String.valueOf(input.region().topLeft().x()), 1)))
                    .toList();
        });
        try (Rig rig = new Rig(Rig.options().withLanes(1), detect, pose)) {
            Feed feed = rig.open(
                    "hall",
                    "stages: [{detect: {labels: [person, car]}}, {pose: {}, after: 'detect[person]', as: bodies}]");
            rig.analyse(feed, "hall", 0, 0);

            assertThat(rig.analyses.get(0).results().get("bodies"))
                    .containsExactly(
                            new Finding(new Result.Classification("10.0", 1), Optional.of(new Parent("detect", 2))),
                            new Finding(new Result.Classification("50.0", 1), Optional.of(new Parent("detect", 1))));
            assertThat(seen.get(0).region()).isEqualTo(Region.of(PERSON.box()));
            assertThat(seen.get(0).parent()).contains(PERSON);
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void cascade_moreResultsThanMaxCrops_looksAtTheBest() throws Exception {
        FakeStage detect = new FakeStage("detect").saying(DETECTS).finding(CHILD, PERSON);
        FakeStage pose = new FakeStage("pose").finding(new Result.Classification("x", 1));
        try (Rig rig = new Rig(Rig.options(), detect, pose)) {
            rig.analyse(rig.open("hall", "stages: [detect, {pose: {}, after: detect, max-crops: 1}]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results().get("pose"))
                    .extracting(finding -> finding.parent().orElseThrow())
                    .containsExactly(new Parent("detect", 1));
        }
    }

    @Test
    void cascade_nothingFound_isEmptyWithoutACall() throws Exception {
        FakeStage detect = new FakeStage("detect").saying(DETECTS);
        FakeStage pose = new FakeStage("pose").doing(batch -> {
            throw new AssertionError("must not be called");
        });
        try (Rig rig = new Rig(Rig.options(), detect, pose)) {
            rig.analyse(rig.open("hall", "stages: [detect, {pose: {}, after: detect}]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results().get("pose")).isEmpty();
            assertThat(rig.analyses.get(0).timingsMillis()).containsOnlyKeys("detect");
        }
    }

    @Test
    void every_picturesComeFaster_stageRunsAtItsRate() throws Exception {
        FakeStage detect = new FakeStage("detect").finding(PERSON);
        FakeStage slow = new FakeStage("slow").finding(PERSON);
        try (Rig rig = new Rig(Rig.options(), detect, slow)) {
            Feed feed = rig.open("hall", "stages: [detect, {slow: {}, every: 250ms}]");
            rig.analyse(feed, "hall", 0, 19);

            assertThat(rig.analyses).hasSize(20);
            List<Long> ran = rig.analyses.stream()
                    .filter(analysis -> analysis.results().containsKey("slow"))
                    .map(Analysis::sequence)
                    .toList();
            assertThat(ran).as("2 s at 250 ms").containsExactly(0L, 3L, 5L, 8L, 10L, 13L, 15L, 18L);
            assertThat(feed.stats().stages().get("slow").skippedByEvery()).isEqualTo(12);
        }
    }

    @Test
    void when_gateFoundSomething_staysOpenForHold() throws Exception {
        FakeStage motion = new FakeStage("motion")
                .doing(batch -> List.of(batch.get(0).frame().sequence() == 3 ? Output.of(PERSON) : Output.empty()));
        FakeStage detect = new FakeStage("detect").finding(PERSON);
        try (Rig rig = new Rig(Rig.options(), motion, detect)) {
            Feed feed = rig.open("hall", "stages: [motion, {detect: {}, when: motion, hold: 250ms}]");
            rig.analyse(feed, "hall", 0, 9);
            assertThat(rig.analyses.stream()
                            .filter(analysis -> analysis.results().containsKey("detect"))
                            .map(Analysis::sequence))
                    .containsExactly(3L, 4L, 5L);
            assertThat(feed.stats().stages().get("detect").skippedByWhen()).isEqualTo(7);
        }
    }

    @Test
    void when_gateReadsAGauge_isNoFind() throws Exception {
        FakeStage motion = new FakeStage("motion").finding(new Result.Value("moving", 0.5, ""));
        FakeStage detect = new FakeStage("detect");
        try (Rig rig = new Rig(Rig.options(), motion, detect)) {
            rig.analyse(rig.open("hall", "stages: [motion, {detect: {}, when: motion}]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results()).containsOnlyKeys("motion");
        }
    }
}
