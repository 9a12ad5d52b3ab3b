package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Result;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a stage sees beside pixels: what other stages found, and what it remembers. */
class EngineSightTest {
    private static final Result PERSON = new Result.Detection("person", 0.9, new Box(1, 2, 3, 4));
    private static final Result CAR = new Result.Detection("car", 0.9, new Box(5, 6, 7, 8));

    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final FakeStage detect = new FakeStage("detect").finding(PERSON, CAR);

    /** A stage that notes what it sees of each input. */
    private FakeStage noting(java.util.function.Function<Input, Object> look) {
        return new FakeStage("look").doing(batch -> {
            batch.forEach(input -> seen.add(look.apply(input)));
            return FakeStage.nothing(batch);
        });
    }

    @Test
    void results_ofAStageThatIsWaitedFor_areThoseOfThisPictureAsThePipelineKeptThem() throws Exception {
        FakeStage look = noting(input -> input.results("people"));
        try (Rig rig = new Rig(Rig.options(), detect, look)) {
            Feed feed =
                    rig.open("hall", "stages: [{detect: {labels: [person]}, as: people}, {look: {}, with: [people]}]");
            rig.analyse(feed, "hall", 0, 4);
            assertThat(seen).hasSize(5).allMatch(List.of(PERSON)::equals);
        }
    }

    @Test
    void results_ofAStageFurtherUp_areSeenThroughTheOneBetween() throws Exception {
        FakeStage look = noting(input -> input.results("detect"));
        FakeStage between = new FakeStage("between").finding(PERSON);
        try (Rig rig = new Rig(Rig.options(), detect, between, look)) {
            String yaml = "stages: [detect, {between: {}, after: 'detect[car]'}, {look: {}, after: between}]";
            rig.analyse(rig.open("hall", yaml), "hall", 0, 0);
            assertThat(seen).containsExactly(List.of(PERSON, CAR));
        }
    }

    @Test
    void results_ofAStageThatDidNotLook_areNone() throws Exception {
        FakeStage look = noting(input -> input.results("detect"));
        try (Rig rig = new Rig(Rig.options(), detect, look)) {
            String yaml = "stages: [{detect: {}, every: 1h}, {look: {}, with: [detect]}]";
            rig.analyse(rig.open("hall", yaml), "hall", 0, 1);
            assertThat(seen).containsExactly(List.of(PERSON, CAR), List.of());
        }
    }

    @Test
    void results_ofAStageThatIsNotWaitedFor_areRefusedInWords() throws Exception {
        FakeStage look = noting(input -> input.results("detect"));
        try (Rig rig = new Rig(Rig.options(), detect, look)) {
            rig.analyse(rig.open("hall", "stages: [detect, look]"), "hall", 0, 0);
            StageStatus status = rig.engine.stages().stream()
                    .filter(one -> one.name().equals("look"))
                    .findFirst()
                    .orElseThrow();
            assertThat(status.lastError())
                    .contains("stage 'look' does not wait for 'detect' in this pipeline, but for none")
                    .contains("`with: [detect]`");
        }
    }

    @Test
    void with_unknownStage_isRefusedWhereItStands() {
        try (Rig rig = new Rig(Rig.options(), detect)) {
            assertThatThrownBy(() -> rig.prepare("stages: [{detect: {}, with: [motion]}]"))
                    .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(Rig.problems(e))
                            .singleElement()
                            .asString()
                            .startsWith("pipelines.people.stages[0].with: unknown earlier stage 'motion'"));
        }
    }

    @Test
    void memory_perCamera_lastsAsLongAsTheStream() throws Exception {
        FakeStage look = noting(input ->
                input.frame().cameraId() + input.memory(AtomicInteger::new).incrementAndGet());
        try (Rig rig = new Rig(Rig.options(), look)) {
            PreparedPipeline pipeline = rig.prepare("stages: [look]");
            Feed hall = rig.open("hall", pipeline);
            Feed gate = rig.open("gate", pipeline);
            rig.analyse(hall, "hall", 0, 1);
            rig.analyse(gate, "gate", 0, 0);
            hall.newStream();
            rig.analyse(hall, "hall", 0, 0);
            rig.analyse(gate, "gate", 1, 1);
            assertThat(look.made).hasValue(1);
            assertThat(seen).containsExactly("hall1", "hall2", "gate1", "hall1", "gate2");
        }
    }
}
