package dev.osprey.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.ConfigException;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.engine.plugin.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final Plugins STAGES =
            Plugins.of(new FakeStage("motion"), new FakeStage("detect"), new FakeStage("pose"));

    private static List<String> problems(String yaml) throws Exception {
        try {
            throw new AssertionError("is accepted: " + Rig.parse(STAGES, yaml));
        } catch (ConfigException e) {
            return Rig.problems(e);
        }
    }

    @Test
    void parse_everyKey_isTaken() throws Exception {
        Pipeline pipeline = Rig.parse(
                STAGES,
                """
                stages:
                  - motion
                  - detect: {model: nanodet, labels: [person, car], score: 0.4}
                    when: motion
                    every: 200ms
                  - pose: {size: 2}
                    after: detect[person, car]
                    max-crops: 3
                    as: bodies
                  - pose:
                    after: detect
                    when: bodies
                    hold: 5s
                """);
        assertThat(pipeline.nodes()).extracting(StageNode::as).containsExactly("motion", "detect", "bodies", "pose");
        StageNode detect = pipeline.nodes().get(1);
        assertThat(detect.config()).isEqualTo(new FakeStage.Settings("nanodet", 1));
        assertThat(detect.filter()).isEqualTo(new EdgeFilter(Set.of("person", "car"), OptionalDouble.of(0.4)));
        assertThat(detect.when()).contains(new Gate(0, Duration.ofSeconds(2)));
        assertThat(detect.every()).isEqualTo(Duration.ofMillis(200));
        assertThat(detect.after()).isEqualTo(Optional.empty());
        assertThat(pipeline.nodes().get(2).after()).contains(new Cascade(1, Set.of("person", "car"), 3));
        assertThat(pipeline.nodes().get(3).after()).contains(new Cascade(1, Set.of(), 8));
        assertThat(pipeline.nodes().get(3).when()).contains(new Gate(2, Duration.ofSeconds(5)));
        assertThat(pipeline.nodes().get(3).path()).isEqualTo("pipelines.people.stages[3]");
    }

    @Test
    void parse_severalMistakes_areAllSaidAtOnceWithTheirPlaces() throws Exception {
        assertThat(
                        problems(
                                """
                        stages:
                          - detcet: {}
                          - detect: {score: high, modle: x, size: big}
                            evry: 1s
                          - motion: {}
                            when: pose
                          - pose: {score: 2}
                            after: detect[person
                            max-crops: 0
                        cameras: 3
                        """))
                .containsExactlyInAnyOrder(
                        "pipelines.people.cameras: unknown key 'cameras'; known: stages",
                        "pipelines.people.stages[0]: unknown stage 'detcet'; did you mean 'detect'?"
                                + " Known: detect, motion, pose",
                        "pipelines.people.stages[1].detect.score: must be a number, got text",
                        "pipelines.people.stages[1].detect.modle: unknown key 'modle'; did you mean 'model'?"
                                + " Known: model, score, size, labels, track",
                        "pipelines.people.stages[1].detect.size: must be a whole number, got text",
                        "pipelines.people.stages[1].evry: unknown key 'evry'; did you mean 'every'?"
                                + " Known: every, as, hold, when, with, after, per-track, max-crops",
                        "pipelines.people.stages[2].when: must name an earlier stage; 'pose' stands later: move it up",
                        "pipelines.people.stages[3].pose: score must be in 0..1, got 2.0",
                        "pipelines.people.stages[3].after: must be a stage, perhaps with labels,"
                                + " such as detect or detect[person, car]",
                        "pipelines.people.stages[3]: `max-crops` must be >= 1, got 0");
    }

    @Test
    void parse_referenceToItself_isRefused() throws Exception {
        assertThat(problems("stages: [{detect: {}, after: detect}]"))
                .containsExactly("pipelines.people.stages[0].after: must name an earlier stage; 'detect' stands here");
    }

    @Test
    void parse_malformedAfter_isRefused() throws Exception {
        assertThat(problems("stages: [detect, {pose: {}, after: 'detect[person'}]"))
                .containsExactly("pipelines.people.stages[1].after: must be a stage, perhaps with labels,"
                        + " such as detect or detect[person, car]");
    }

    @Test
    void parse_sameNameTwice_isRefused() throws Exception {
        assertThat(problems("stages: [detect, detect: {size: 2}]"))
                .containsExactly("pipelines.people.stages[1]: the name 'detect' is taken by stages[0]:"
                        + " give one of them another name with `as`");
    }

    @Test
    void parse_twoStagesInOneEntry_isRefused() throws Exception {
        assertThat(problems("stages: [{motion: {}, detect: {}}]"))
                .containsExactly(
                        "pipelines.people.stages[0]: names 2 stages (motion, detect): each needs an entry of its own");
    }

    @Test
    void parse_noStages_isRefused() throws Exception {
        assertThat(problems("stages: []"))
                .containsExactly("pipelines.people.stages: must be a list of at least one stage");
        assertThat(problems("stages: [{every: 1s}, 3]"))
                .containsExactly(
                        "pipelines.people.stages[0]: names no stage; known: motion, detect, pose",
                        "pipelines.people.stages[1]: must name a stage with its settings, such as `motion: {}`, got a number");
    }

    @Test
    void parse_holdWithoutWhen_isRefused() throws Exception {
        assertThat(problems("stages: [{detect: {}, hold: 1s}]"))
                .containsExactly("pipelines.people.stages[0]: `hold` needs `when` beside it");
    }
}
