package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Device;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EngineBatchTest {
    private static final Device FAKE_DEVICE = new Device(Device.Kind.CUDA, 0);

    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final FakeStage detect = new FakeStage("detect")
            .saying(StageSpec.of(Result.Classification.KIND).withMaxBatch(4))
            .doing(batch -> {
                batches.add(batch.size());
                return batch.stream().map(EngineBatchTest::named).toList();
            });

    private static Output named(Input input) {
        return Output.of(new Result.Classification(
                input.frame().cameraId() + input.frame().sequence(), 1));
    }

    @Test
    void device_fullBatch_goesWithoutWaitingAndResultsReachTheirCameras() throws Exception {
        EngineOptions options = Rig.options().withDevice(FAKE_DEVICE).withBatchDelay(Duration.ofHours(1));
        try (Rig rig = new Rig(options, detect)) {
            PreparedPipeline pipeline = rig.prepare("stages: [detect]");
            List<Feed> feeds = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                feeds.add(rig.open("c" + i, pipeline));
            }
            for (int i = 0; i < 4; i++) {
                feeds.get(i).submit(rig.picture("c" + i, 7));
            }
            for (Feed feed : feeds) {
                feed.drain(Rig.SOON);
            }
            assertThat(batches).containsExactly(4);
            assertThat(rig.analyses).hasSize(4).allSatisfy(analysis -> assertThat(
                            analysis.results().get("detect").get(0).result())
                    .isEqualTo(new Result.Classification(analysis.camera() + "7", 1)));
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void device_fewPictures_goAfterTheDelay() throws Exception {
        EngineOptions options = Rig.options().withDevice(FAKE_DEVICE).withBatchDelay(Duration.ofMillis(5));
        try (Rig rig = new Rig(options, detect)) {
            rig.analyse(rig.open("c0", "stages: [detect]"), "c0", 0, 2);
            assertThat(batches).containsExactly(1, 1, 1);
        }
    }

    @Test
    void device_batchFails_eachPictureGoesOnWithoutIt() throws Exception {
        FakeStage bad = new FakeStage("bad")
                .saying(StageSpec.of(Result.Classification.KIND).withMaxBatch(2))
                .doing(batch -> List.of(Output.empty()));
        EngineOptions options = Rig.options().withDevice(FAKE_DEVICE).withBatchDelay(Duration.ofHours(1));
        try (Rig rig = new Rig(options, bad)) {
            PreparedPipeline pipeline = rig.prepare("stages: [bad]");
            Feed one = rig.open("one", pipeline);
            Feed two = rig.open("two", pipeline);
            one.submit(rig.picture("one", 0));
            two.submit(rig.picture("two", 0));
            one.drain(Rig.SOON);
            two.drain(Rig.SOON);
            assertThat(rig.analyses).hasSize(2).allMatch(analysis -> analysis.results()
                    .isEmpty());
            assertThat(rig.engine.stages().get(0).lastError()).isEqualTo("stage 'bad' returned 1 outputs for 2 inputs");
        }
    }

    @Test
    void cpu_picturesOfSeveralCameras_goOneByOne() throws Exception {
        CountDownLatch allIn = new CountDownLatch(1);
        FakeStage single = new FakeStage("single")
                .saying(StageSpec.of(Result.Classification.KIND).withMaxBatch(8))
                .doing(batch -> {
                    assertThat(allIn.await(20, TimeUnit.SECONDS)).isTrue();
                    batches.add(batch.size());
                    return FakeStage.nothing(batch);
                });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), single)) {
            PreparedPipeline pipeline = rig.prepare("stages: [single]");
            List<Feed> feeds = List.of(rig.open("a", pipeline), rig.open("b", pipeline), rig.open("c", pipeline));
            feeds.get(0).submit(rig.picture("a", 0));
            feeds.get(1).submit(rig.picture("b", 0));
            feeds.get(2).submit(rig.picture("c", 0));
            allIn.countDown();
            for (Feed feed : feeds) {
                feed.drain(Rig.SOON);
            }
            assertThat(batches).containsExactly(1, 1, 1);
        }
    }
}
