package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.fakes.FakePicture;
import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final Result.Detection PERSON = new Result.Detection("person", 0.9, new Box(10, 20, 30, 40));
    private static final StageSpec DETECTS =
            StageSpec.of(Result.Detection.KIND).withLabels(List.of("person", "car", "dog"));

    @Test
    void analyse_oneStage_deliversItsResultsInOrderAndFreesPictures() throws Exception {
        FakeStage detect = new FakeStage("detect").finding(PERSON);
        try (Rig rig = new Rig(Rig.options(), detect)) {
            Feed feed = rig.open("hall", "stages: [detect]");
            rig.analyse(feed, "hall", 0, 9);

            assertThat(rig.sequences("hall")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            Analysis first = rig.analyses.get(0);
            assertThat(first.results().get("detect")).containsExactly(Finding.of(PERSON));
            assertThat(first.timingsMillis()).containsOnlyKeys("detect");
            assertThat(first.width()).isEqualTo(640);
            assertThat(rig.unfreed()).isZero();
            assertThat(feed.stats().analysed()).isEqualTo(10);
            assertThat(feed.stats().stages().get("detect").runs()).isEqualTo(10);
        }
    }

    @Test
    void status_callUnderWay_countsTheCpuItHasUsedSoFar() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        FakeStage busy = new FakeStage("busy").doing(batch -> {
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return FakeStage.nothing(batch);
        });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), busy)) {
            Feed feed = rig.open("hall", "stages: [busy]");
            feed.submit(rig.picture("hall", 0));

            Rig.await("some CPU is used", () -> cpuSeconds(rig) > 0.01);
            double before = cpuSeconds(rig);
            end.countDown();
            feed.drain(Rig.SOON);

            assertThat(cpuSeconds(rig)).as("not lost, nor counted twice").isBetween(before, before + 1);
        }
    }

    private static double cpuSeconds(Rig rig) {
        return rig.engine.stages().get(0).cpuSeconds();
    }

    @Test
    void stages_independent_runAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        FakeStage.Work meet = batch -> {
            both.countDown();
            if (!both.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the other stage does not run");
            }
            return FakeStage.nothing(batch);
        };
        try (Rig rig = new Rig(
                Rig.options().withDeadline(Duration.ofSeconds(60)),
                new FakeStage("left").doing(meet),
                new FakeStage("right").doing(meet))) {
            rig.analyse(rig.open("hall", "stages: [left, right]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results()).containsOnlyKeys("left", "right");
        }
    }

    @Test
    void offer_whileAPictureWaits_newestWinsAndOthersAreCounted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeStage detect = new FakeStage("detect").doing(batch -> {
            started.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            return FakeStage.nothing(batch);
        });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), detect)) {
            Feed feed = rig.open("hall", "stages: [detect]");
            feed.offer(rig.picture("hall", 0));
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 1; i <= 5; i++) {
                feed.offer(rig.picture("hall", i));
            }
            goOn.countDown();
            feed.drain(Rig.SOON);
            assertThat(rig.sequences("hall")).containsExactly(0L, 5L);
            assertThat(feed.stats().offered()).isEqualTo(6);
            assertThat(feed.stats().dropped()).isEqualTo(4);
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void prepare_equalSettings_shareAnInstanceUntilTheLastIsClosed() throws Exception {
        FakeStage detect = new FakeStage("detect");
        try (Rig rig = new Rig(Rig.options(), detect)) {
            PreparedPipeline first = rig.prepare("stages: [detect: {model: x}]");
            PreparedPipeline second = rig.prepare("stages: [{detect: {model: x, score: 0.3}, every: 1s}]");
            PreparedPipeline other = rig.prepare("stages: [detect: {model: y}]");
            assertThat(detect.made).hasValue(2);
            other.close();
            assertThat(detect.closed).hasValue(1);
            first.close();
            assertThat(detect.closed).hasValue(1);
            Feed feed = rig.open("hall", second);
            second.close();
            assertThat(detect.closed).as("a feed keeps what it uses").hasValue(1);
            rig.analyse(feed, "hall", 0, 2);
            feed.close();
            assertThat(detect.closed).hasValue(2);
            assertThat(rig.engine.stages()).isEmpty();
        }
    }

    @Test
    void cameraScope_eachFeedAndEachStream_hasAnInstanceOfItsOwn() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        FakeStage motion = new FakeStage("motion")
                .perCamera()
                .making(settings -> threads.add(Thread.currentThread().getName()));
        try (Rig rig = new Rig(Rig.options(), motion)) {
            PreparedPipeline pipeline = rig.prepare("stages: [motion]");
            Feed hall = rig.open("hall", pipeline);
            Feed gate = rig.open("gate", pipeline);
            assertThat(motion.made)
                    .as("the trial instance serves the first camera")
                    .hasValue(2);
            rig.analyse(hall, "hall", 0, 3);
            hall.newStream();
            rig.analyse(hall, "hall", 0, 3);
            Rig.await("the new stream's instance is made", () -> motion.made.get() == 3);
            Rig.await("the old stream's instance is closed", () -> motion.closed.get() == 1);
            hall.close();
            gate.close();
            Rig.await("every instance is closed", () -> motion.open() == 0);
            assertThat(threads).allMatch(name -> name.startsWith("stage-"));
        }
    }

    @Test
    void newStream_pictureOfTheOldOneRuns_keepsItsInstance() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeStage motion = new FakeStage("motion").perCamera().doing(batch -> {
            started.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            return FakeStage.nothing(batch);
        });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), motion)) {
            Feed feed = rig.open("hall", "stages: [motion]");
            feed.submit(rig.picture("hall", 0));
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            feed.newStream();
            feed.submit(rig.picture("hall", 1));
            assertThat(motion.closed).as("the old instance is in use").hasValue(0);
            goOn.countDown();
            feed.drain(Rig.SOON);
            Rig.await("the old instance is closed", () -> motion.closed.get() == 1);
            assertThat(rig.sequences("hall")).containsExactly(0L, 1L);
        }
    }

    @Test
    void newStream_stageThatIsSlowToMake_isMadeInTheBackgroundAndMissedMeanwhile() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        FakeStage other = new FakeStage("other");
        FakeStage motion = new FakeStage("motion").perCamera();
        motion.making(settings -> {
            if (motion.made.get() > 0) {
                awaitUninterrupted(goOn);
            }
        });
        try (Rig rig = new Rig(Rig.options(), motion, other)) {
            Feed feed = rig.open("hall", "stages: [motion, other]");
            rig.analyse(feed, "hall", 0, 0);
            for (int i = 1; i <= 3; i++) {
                feed.newStream();
                rig.analyse(feed, "hall", i, i);
            }
            assertThat(rig.analyses)
                    .filteredOn(analysis -> analysis.sequence() > 0)
                    .hasSize(3)
                    .allMatch(analysis -> analysis.results().keySet().equals(Set.of("other")))
                    .allMatch(analysis -> analysis.errors().equals(Map.of("motion", "being made anew")));
            goOn.countDown();
            Rig.await("it is made", () -> rig.engine.stages().stream()
                    .allMatch(status -> status.state() == StageStatus.State.RUNNING));
            rig.analyse(feed, "hall", 4, 4);
            assertThat(rig.analyses.get(4).results()).containsOnlyKeys("motion", "other");
            assertThat(motion.made)
                    .as("streams that came and went meanwhile made none")
                    .hasValue(2);
        }
    }

    @Test
    void firstCall_longerThanTheDeadline_isWarmUp() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        FakeStage detect = new FakeStage("detect").doing(batch -> {
            if (batch.get(0).frame().sequence() == 0) {
                awaitUninterrupted(late);
            }
            return FakeStage.nothing(batch);
        });
        AtomicLong clock = new AtomicLong();
        try (Rig rig = new Rig(
                Rig.options()
                        .withNanoClock(clock::get)
                        .withDeadline(Duration.ofSeconds(5))
                        .withFirstCallDeadline(Duration.ofSeconds(30)),
                detect)) {
            Feed feed = rig.open("hall", "stages: [detect]");
            feed.submit(rig.picture("hall", 0));
            clock.addAndGet(Duration.ofSeconds(29).toNanos());
            late.countDown();
            feed.drain(Rig.SOON);
            rig.analyse(feed, "hall", 1, 1);

            StageStatus status = rig.engine.stages().get(0);
            assertThat(status.timeouts()).isZero();
            assertThat(status.calls()).isEqualTo(2);
            assertThat(status.meanMillis())
                    .as("it says nothing of how long calls take")
                    .isZero();
        }
    }

    @Test
    void prepare_stageRefusesItsSettings_saysWhereAndWhy() throws Exception {
        FakeStage detect = new FakeStage("detect").making(settings -> {
            throw new StageException(StageException.Category.CONFIG, "there is no model '" + settings.model() + "'");
        });
        FakeStage pose = new FakeStage("pose").making(settings -> {
            throw new UnsatisfiedLinkError("no native");
        });
        try (Rig rig = new Rig(Rig.options(), detect, pose)) {
            assertThatThrownBy(() -> rig.prepare("stages: [detect: {model: nanodat}, pose]"))
                    .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(Rig.problems(e))
                            .containsExactly(
                                    "pipelines.people.stages[0].detect: there is no model 'nanodat'",
                                    "pipelines.people.stages[1].pose: cannot be started:"
                                            + " UnsatisfiedLinkError: no native"));
        }
    }

    @Test
    void prepare_labelsThatTheStageDoesNotKnow_areRefusedWithThoseItKnows() throws Exception {
        FakeStage detect = new FakeStage("detect").saying(DETECTS);
        FakeStage motion = new FakeStage("motion").saying(StageSpec.of(Result.Value.KIND));
        try (Rig rig = new Rig(Rig.options(), detect, motion)) {
            assertThatThrownBy(() -> rig.prepare("stages: [motion, {detect: {labels: [persn]}},"
                            + " {detect: {}, as: parts, after: 'detect[dog]'}, {detect: {}, as: more, after: motion}]"))
                    .isInstanceOfSatisfying(
                            ConfigException.class,
                            e -> assertThat(Rig.problems(e))
                                    .containsExactly(
                                            "pipelines.people.stages[1].detect.labels: unknown label 'persn';"
                                                    + " did you mean 'person'? Known: person, car, dog",
                                            "pipelines.people.stages[2].after: unknown label 'dog'; known: persn",
                                            "pipelines.people.stages[3].after: 'motion' gives value, which has no region to"
                                                    + " look at; a stage can stand on detection, image, keypoints, mask, text"));
            assertThat(detect.open() + motion.open()).isZero();
        }
    }

    @Test
    void prepare_stageDoesNotStart_isRefusedAndClosedWhenItComesAfterAll() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        FakeStage detect = new FakeStage("detect").making(settings -> awaitUninterrupted(goOn));
        try (Rig rig = new Rig(Rig.options().withWarmUpDeadline(Duration.ofMillis(20)), detect)) {
            assertThatThrownBy(() -> rig.prepare("stages: [detect]")).hasMessageContaining("did not start within 20ms");
            goOn.countDown();
            Rig.await("the late instance is closed", () -> detect.closed.get() == 1);
        }
    }

    @Test
    void input_readAfterTheCall_isRefused() throws Exception {
        List<Input> kept = Collections.synchronizedList(new ArrayList<>());
        FakeStage detect = new FakeStage("detect").doing(batch -> {
            kept.addAll(batch);
            batch.get(0).read(batch.get(0).region(), PixelSpec.tensor(8, 8), ByteBuffer.allocate(0));
            return FakeStage.nothing(batch);
        });
        try (Rig rig = new Rig(Rig.options(), detect)) {
            rig.analyse(rig.open("hall", "stages: [detect]"), "hall", 0, 0);
            assertThat(rig.analyses.get(0).results()).containsKey("detect");
            Input input = kept.get(0);
            assertThatThrownBy(() -> input.read(input.region(), PixelSpec.tensor(8, 8), ByteBuffer.allocate(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("camera hall, frame 0");
        }
    }

    @Test
    void close_feedsAndWaitingPictures_areLetGo() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeStage detect = new FakeStage("detect").doing(batch -> {
            started.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            return FakeStage.nothing(batch);
        });
        FakePicture afterwards;
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofSeconds(60)), detect)) {
            Feed feed = rig.open("hall", "stages: [detect, {detect: {}, as: again}]");
            feed.offer(rig.picture("hall", 0));
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            feed.offer(rig.picture("hall", 1));
            feed.close();
            afterwards = rig.picture("hall", 2);
            feed.offer(afterwards);
            assertThat(afterwards.isFreed()).isTrue();
            goOn.countDown();
            rig.engine.close();
            assertThat(rig.unfreed()).isZero();
            assertThat(rig.analyses).isEmpty();
            assertThat(detect.open()).isZero();
        }
    }

    @Test
    void listener_thatThrows_stopsNothing() throws Exception {
        FakeStage detect = new FakeStage("detect");
        try (Rig rig = new Rig(Rig.options(), detect)) {
            PreparedPipeline pipeline = rig.prepare("stages: [detect]");
            Feed feed = rig.engine.open("hall", pipeline, (analysis, picture) -> {
                throw new IllegalStateException("the listener's fault");
            });
            rig.analyse(feed, "hall", 0, 4);
            assertThat(feed.stats().analysed()).isEqualTo(5);
            assertThat(rig.unfreed()).isZero();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                done = latch.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                done = false; // as a plugin might, it ignores the interrupt
            }
        }
    }
}
