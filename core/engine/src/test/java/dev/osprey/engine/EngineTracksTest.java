package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that are followed over a pipeline's pictures. */
class EngineTracksTest {
    private static Result.Detection person(double x, double score) {
        return new Result.Detection("person", score, new Box(x, 100, 60, 150));
    }

    /** Finds a person that walks, and says how sure it is, picture by picture. */
    private static FakeStage walker(String name, double... scores) {
        return new FakeStage(name).doing(batch -> batch.stream()
                .map(input -> {
                    int n = (int) input.frame().sequence();
                    double score = scores.length == 0 ? 0.9 : scores[n % scores.length];
                    return Output.of(person(10 * n, score), new Result.Value("count", 1, ""));
                })
                .toList());
    }

    private static List<Long> tracks(Rig rig, String camera, String stage) {
        return rig.analyses.stream()
                .filter(analysis -> analysis.camera().equals(camera))
                .map(Analysis::results)
                .filter(results -> results.containsKey(stage))
                .flatMap(results -> results.get(stage).stream())
                .filter(finding -> finding.result() instanceof Result.Detection)
                .map(Finding::track)
                .toList();
    }

    @Test
    void detections_ofOneObject_haveItsNumberBesideThem() throws Exception {
        try (Rig rig = new Rig(Rig.options(), walker("detect"))) {
            rig.analyse(rig.open("hall", "stages: [detect]"), "hall", 0, 3);
            assertThat(tracks(rig, "hall", "detect")).containsExactly(0L, 1L, 1L, 1L);
            assertThat(rig.analyses.get(3).results().get("detect").get(1))
                    .isEqualTo(Finding.of(new Result.Value("count", 1, "")));
        }
    }

    @Test
    void track_isFalse_nothingIsFollowed() throws Exception {
        try (Rig rig = new Rig(Rig.options(), walker("detect"))) {
            rig.analyse(rig.open("hall", "stages: [{detect: {track: false}}]"), "hall", 0, 3);
            assertThat(tracks(rig, "hall", "detect")).containsExactly(0L, 0L, 0L, 0L);
        }
    }

    @Test
    void cascade_results_haveTheirParentsNumber() throws Exception {
        FakeStage pose = new FakeStage("pose").finding(new Result.Classification("stands", 1));
        try (Rig rig = new Rig(Rig.options(), walker("detect"), pose)) {
            rig.analyse(rig.open("hall", "stages: [detect, {pose: {}, after: detect}]"), "hall", 0, 2);
            assertThat(rig.analyses)
                    .extracting(
                            analysis -> analysis.results().get("pose").get(0).track())
                    .containsExactly(0L, 1L, 1L);
        }
    }

    @Test
    void weakDetections_carryTheTrackOnAndStayOut() throws Exception {
        // Weak for longer than an object is waited for that is not seen at all.
        double[] scores = new double[50];
        Arrays.fill(scores, 0.2);
        scores[0] = 0.9;
        scores[1] = 0.9;
        scores[49] = 0.9;
        try (Rig rig = new Rig(Rig.options(), walker("detect", scores))) {
            rig.analyse(rig.open("hall", "stages: [{detect: {score: 0.5}}]"), "hall", 0, 49);
            assertThat(tracks(rig, "hall", "detect")).containsExactly(0L, 1L, 1L);
        }
    }

    @Test
    void regionsLabelledLikeTheirStage_areNoObjects() throws Exception {
        FakeStage motion =
                new FakeStage("motion").finding(new Result.Detection("motion", 0.9, new Box(10, 10, 50, 50)));
        try (Rig rig = new Rig(Rig.options(), motion)) {
            rig.analyse(rig.open("hall", "stages: [motion]"), "hall", 0, 3);
            assertThat(tracks(rig, "hall", "motion")).containsExactly(0L, 0L, 0L, 0L);
        }
    }

    @Test
    void numbers_ofOneCamera_areSharedByItsStages() throws Exception {
        try (Rig rig = new Rig(Rig.options(), walker("detect"), walker("other"))) {
            rig.analyse(rig.open("hall", "stages: [detect, other]"), "hall", 0, 2);
            rig.analyse(rig.open("gate", "stages: [detect]"), "gate", 0, 2);
            assertThat(tracks(rig, "hall", "detect").get(2))
                    .isNotEqualTo(tracks(rig, "hall", "other").get(2));
            assertThat(tracks(rig, "gate", "detect")).containsExactly(0L, 1L, 1L);
        }
    }

    @Test
    void newStream_sameObject_hasANewNumber() throws Exception {
        try (Rig rig = new Rig(Rig.options(), walker("detect"))) {
            Feed feed = rig.open("hall", "stages: [detect]");
            rig.analyse(feed, "hall", 0, 2);
            feed.newStream();
            rig.analyse(feed, "hall", 0, 2);
            assertThat(tracks(rig, "hall", "detect")).containsExactly(0L, 1L, 1L, 0L, 2L, 2L);
        }
    }

    @Test
    void gateIsClosed_stillObject_keepsItsNumber() throws Exception {
        FakeStage motion = new FakeStage("motion")
                .doing(batch -> List.of(
                        batch.get(0).frame().sequence() % 100 < 3
                                ? Output.of(new Result.Detection("motion", 1, new Box(0, 0, 9, 9)))
                                : Output.empty()));
        FakeStage detect = new FakeStage("detect").finding(person(100, 0.9));
        try (Rig rig = new Rig(Rig.options(), motion, detect)) {
            Feed feed = rig.open("hall", "stages: [motion, {detect: {}, when: motion, hold: 0s}]");
            rig.analyse(feed, "hall", 0, 102);
            assertThat(tracks(rig, "hall", "detect")).containsExactly(0L, 1L, 1L, 1L, 1L, 1L);
        }
    }
}
