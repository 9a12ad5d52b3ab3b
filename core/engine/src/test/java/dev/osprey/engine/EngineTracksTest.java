package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.analysis.Parent;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** Names who it sees; what it says changes from look to look. */
    private static FakeStage naming(List<Integer> looks, String... names) {
        return new FakeStage("name").doing(batch -> batch.stream()
                .map(input -> {
                    looks.add((int) input.frame().sequence());
                    String name = names[(looks.size() - 1) % names.length];
                    return Output.of(
                            new Result.Classification(name, 0.8),
                            new Result.Keypoints("face", 1, List.of(new Result.Keypoint("nose", 1, 1, 1))),
                            input.parent().orElseThrow());
                })
                .toList());
    }

    @Test
    void perTrack_objectIsLookedAtAtItsPace_andTheAnswerIsRepeated() throws Exception {
        List<Integer> looks = Collections.synchronizedList(new ArrayList<>());
        try (Rig rig = new Rig(Rig.options(), walker("detect"), naming(looks, "ann"))) {
            Feed feed = rig.open("hall", "stages: [detect, {name: {}, after: detect, per-track: 1s}]");
            rig.analyse(feed, "hall", 0, 25);

            assertThat(looks).as("once without a number, then every second").containsExactly(0, 1, 11, 21);
            Analysis between = rig.analyses.get(15);
            Optional<Parent> parent = Optional.of(new Parent("detect", 0));
            assertThat(between.results().get("name"))
                    .containsExactly(
                            new Finding(person(150, 0.9), parent, 1),
                            new Finding(new Result.Classification("ann", 0.8), parent, 1));
            assertThat(between.timingsMillis()).containsOnlyKeys("detect");
            assertThat(rig.analyses.get(11).results().get("name"))
                    .extracting(finding -> finding.result().kind())
                    .contains(Result.Kind.KEYPOINTS);
            assertThat(feed.stats().stages().get("name").runs()).isEqualTo(4);
        }
    }

    @Test
    void perTrack_answersDiffer_mostHold() throws Exception {
        List<Integer> looks = Collections.synchronizedList(new ArrayList<>());
        try (Rig rig = new Rig(Rig.options(), walker("detect"), naming(looks, "x", "ann", "bob", "ann"))) {
            Feed feed = rig.open("hall", "stages: [detect, {name: {}, after: detect, per-track: 300ms}]");
            rig.analyse(feed, "hall", 0, 9);

            assertThat(looks).containsExactly(0, 1, 4, 7);
            List<Result> last = rig.analyses.get(9).results().get("name").stream()
                    .map(Finding::result)
                    .filter(Result.Classification.class::isInstance)
                    .toList();
            assertThat(last).hasSize(1);
            Result.Classification voted = (Result.Classification) last.get(0);
            assertThat(voted.label()).isEqualTo("ann");
            assertThat(voted.score()).as("two of three").isCloseTo(1.6 / 3, within(1e-9));
        }
    }

    @Test
    void perTrack_moreObjectsThanCrops_eachHasItsTurn() throws Exception {
        FakeStage detect = new FakeStage("detect").finding(person(0, 0.9), person(200, 0.8), person(400, 0.7));
        List<Double> looks = Collections.synchronizedList(new ArrayList<>());
        FakeStage name = new FakeStage("name").doing(batch -> {
            batch.forEach(input -> looks.add(input.region().topLeft().x()));
            return batch.stream()
                    .map(input -> Output.of(new Result.Classification("who", 1)))
                    .toList();
        });
        try (Rig rig = new Rig(Rig.options(), detect, name)) {
            Feed feed = rig.open("hall", "stages: [detect, {name: {}, after: detect, max-crops: 1, per-track: 10s}]");
            rig.analyse(feed, "hall", 0, 5);
            assertThat(looks).containsExactly(0.0, 0.0, 200.0, 400.0);
            assertThat(rig.analyses.get(5).results().get("name")).hasSize(3);
        }
    }

    @Test
    void perTrack_objectsAreNotFollowed_isRefused() {
        assertThatThrownBy(() -> {
                    try (Rig rig = new Rig(Rig.options(), walker("detect"), naming(new ArrayList<>(), "x"))) {
                        rig.prepare("stages: [{detect: {track: false}}, {name: {}, after: detect, per-track: 1s}]");
                    }
                })
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "stages[1].per-track: needs objects that are followed, and 'detect' has `track: false`");
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
