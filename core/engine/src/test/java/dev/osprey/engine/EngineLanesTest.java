package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How stages that are slow share the lanes with others. */
class EngineLanesTest {
    private final FakeStage good = new FakeStage("good");
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void slowStage_leavesALaneToOthers() throws Exception {
        CountDownLatch slowRuns = new CountDownLatch(1);
        FakeStage slow = new FakeStage("slow")
                .saying(StageSpec.of(Result.Kind.CAPTION).withMaxConcurrency(8))
                .doing(batch -> {
                    slowRuns.countDown();
                    return hangThenNothing(batch);
                });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), good, slow)) {
            PreparedPipeline captions = rig.prepare("stages: [slow]");
            Feed hall = rig.open("hall", "stages: [good]");
            Feed first = rig.open("one", captions);
            Feed second = rig.open("two", captions);
            first.offer(rig.picture("one", 0));
            second.offer(rig.picture("two", 0));
            assertThat(slowRuns.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 50; i++) {
                hall.offer(rig.picture("hall", i));
                hall.drain(Rig.SOON); // before the deadline would free a lane
            }
            assertThat(rig.sequences("hall")).hasSize(50);
            end.countDown();
        }
    }

    @Test
    void slowStage_withoutOthers_takesEveryLane() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        FakeStage slow = new FakeStage("slow")
                .saying(StageSpec.of(Result.Kind.CAPTION).withMaxConcurrency(8))
                .doing(batch -> {
                    both.countDown();
                    return hangThenNothing(batch);
                });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), slow)) {
            PreparedPipeline captions = rig.prepare("stages: [slow]");
            rig.open("one", captions).offer(rig.picture("one", 0));
            rig.open("two", captions).offer(rig.picture("two", 0));

            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            end.countDown();
        }
    }

    private List<Output> hangThenNothing(List<Input> batch) {
        FakeStage.hang(end);
        return FakeStage.nothing(batch);
    }
}
