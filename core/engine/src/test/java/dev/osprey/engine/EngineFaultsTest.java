package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineFaultsTest {
    private static final String BOTH = "stages: [good, bad]";

    private final FakeStage good = new FakeStage("good");
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void process_throws_othersGoOnAndStageIsAbsent() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            throw new IllegalStateException("broken " + batch.get(0).frame().sequence());
        });
        try (Rig rig = new Rig(Rig.options().withErrorsInARow(1000), good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            rig.analyse(feed, "hall", 0, 9);
            assertThat(rig.analyses)
                    .hasSize(10)
                    .allMatch(analysis -> analysis.results().keySet().equals(Collections.singleton("good")));
            StageStatus status = rig.status("bad");
            assertThat(status.errors()).isEqualTo(10);
            assertThat(status.lastError()).isEqualTo("IllegalStateException: broken 9");
            assertThat(rig.analyses.get(4).errors())
                    .containsExactly(Map.entry("bad", "IllegalStateException: broken 4"));
            assertThat(status.state()).isEqualTo(StageStatus.State.RUNNING);
            assertThat(status.cameras()).containsExactly("hall");
            assertThat(feed.stats().stages().get("bad").errors()).isEqualTo(10);
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void process_throwsErrors_areContained() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            return switch (calls.getAndIncrement()) {
                case 0 -> throw new StackOverflowError();
                case 1 -> throw new NoClassDefFoundError("org/example/Missing");
                default -> FakeStage.nothing(batch);
            };
        });
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            rig.analyse(rig.open("hall", BOTH), "hall", 0, 4);
            assertThat(rig.analyses).hasSize(5);
            assertThat(rig.analyses.get(4).results()).containsOnlyKeys("good", "bad");
            assertThat(rig.status("bad").lastError()).isEqualTo("NoClassDefFoundError: org/example/Missing");
        }
    }

    @Test
    void process_wrongNumberOfOutputs_isSaidInWords() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> List.of(Output.empty(), Output.empty()));
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            rig.analyse(rig.open("hall", BOTH), "hall", 0, 0);
            assertThat(rig.status("bad").lastError()).isEqualTo("stage 'bad' returned 2 outputs for 1 inputs");
            assertThat(rig.analyses.get(0).results()).containsOnlyKeys("good");
        }
    }

    @Test
    void process_nullOutputs_areSaidInWords() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        FakeStage bad = new FakeStage("bad")
                .doing(batch -> calls.getAndIncrement() == 0 ? null : Collections.singletonList(null));
        try (Rig rig = new Rig(Rig.options(), good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            rig.analyse(feed, "hall", 0, 0);
            assertThat(rig.status("bad").lastError())
                    .isEqualTo("stage 'bad' returned null instead of a list of 1 outputs");
            rig.analyse(feed, "hall", 1, 1);
            assertThat(rig.status("bad").lastError()).isEqualTo("stage 'bad' returned null as output 0 of 1");
        }
    }

    @Test
    void hangs_severalCallsTogether_areOneIncident() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        FakeStage bad = new FakeStage("bad")
                .saying(StageSpec.of(Result.Kind.CAPTION).withMaxConcurrency(2))
                .doing(batch -> {
                    if (batch.get(0).frame().sequence() > 0) {
                        return FakeStage.nothing(batch);
                    }
                    both.countDown();
                    return FakeStage.hang(end);
                });
        EngineOptions options =
                Rig.options().withDeadline(Duration.ofMillis(200)).withGrace(Duration.ofMillis(30));
        try (Rig rig = new Rig(options, bad)) {
            PreparedPipeline pipeline = rig.prepare("stages: [bad]");
            Feed hall = rig.open("hall", pipeline);
            Feed gate = rig.open("gate", pipeline);
            hall.submit(rig.picture("hall", 0));
            gate.submit(rig.picture("gate", 0));
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            hall.drain(Rig.SOON);
            gate.drain(Rig.SOON);

            Rig.await("made anew", () -> rig.status("bad").state() == StageStatus.State.RUNNING);
            rig.analyse(hall, "hall", 1, 3);
            assertThat(rig.status("bad").timeouts()).isEqualTo(2);
            assertThat(rig.status("bad").recreations()).isEqualTo(1);
            assertThat(rig.analyses.get(4).results()).containsKey("bad");
            assertThat(rig.engine.health()).isEqualTo(new EngineHealth(2, 2, 2));
            end.countDown();
            Rig.await("threads that hung are gone", () -> rig.engine.health().lanesHanging() == 0);
        }
    }

    @Test
    void inputRefused_isCountedOnly() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            throw new StageException(StageException.Category.INPUT, "too small");
        });
        try (Rig rig = new Rig(Rig.options().withErrorsInARow(2), good, bad)) {
            rig.analyse(rig.open("hall", BOTH), "hall", 0, 19);
            assertThat(bad.made).hasValue(1);
            assertThat(rig.status("bad").errors()).isEqualTo(20);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.RUNNING);
        }
    }

    @Test
    void resourcesShort_stagePausesAndComesBack() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            if (calls.getAndIncrement() == 0) {
                throw new StageException(StageException.Category.RESOURCES, "no memory on the device");
            }
            return FakeStage.nothing(batch);
        });
        Duration pause = Duration.ofHours(1);
        long[] clock = {0};
        try (Rig rig = new Rig(Rig.options().withBackOff(pause, pause).withNanoClock(() -> clock[0]), good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            rig.analyse(feed, "hall", 0, 5);
            assertThat(calls).hasValue(1);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.BACKING_OFF);
            assertThat(rig.status("bad").message()).isEqualTo("pausing: no memory on the device");
            clock[0] = pause.toNanos();
            rig.analyse(feed, "hall", 6, 6);
            assertThat(calls).hasValue(2);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.RUNNING);
            assertThat(bad.made).hasValue(1);
        }
    }

    @Test
    void gate_outOfUse_standsOpen() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            throw new StageException(StageException.Category.RESOURCES, "no memory");
        });
        Duration pause = Duration.ofHours(1);
        try (Rig rig = new Rig(Rig.options().withBackOff(pause, pause), good, bad)) {
            rig.analyse(rig.open("hall", "stages: [bad, {good: {}, when: bad}]"), "hall", 0, 2);
            assertThat(rig.analyses).allMatch(analysis -> analysis.results().containsKey("good"));
        }
    }

    @Test
    void deadline_stageHeedsCancel_goesOnWithTheSameInstance() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        FakeStage bad = new FakeStage("bad")
                .doing(batch -> {
                    if (batch.get(0).frame().sequence() == 0) {
                        await(cancelled);
                        throw new IllegalStateException("cancelled");
                    }
                    return FakeStage.nothing(batch);
                })
                .cancelling(cancelled::countDown);
        try (Rig rig = new Rig(
                Rig.options().withDeadline(Duration.ofMillis(50)).withGrace(Duration.ofSeconds(60)), good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            rig.analyse(feed, "hall", 0, 0);
            assertThat(rig.analyses.get(0).results()).containsOnlyKeys("good");
            StageStatus status = rig.status("bad");
            assertThat(status.timeouts()).isEqualTo(1);
            assertThat(status.lastError()).isEqualTo("did not return within 50ms, the deadline of a call");
            assertThat(bad.cancelled).hasValue(1);
            assertThat(bad.made).hasValue(1);
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void deadline_twoCallsTogether_eachIsCancelled() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        FakeStage bad = new FakeStage("bad")
                .saying(StageSpec.of(Result.Kind.DETECTION).withMaxConcurrency(2))
                .heeding(batch -> {
                    CountDownLatch cancelled = new CountDownLatch(1);
                    batch.onCancel(() -> {
                        both.countDown();
                        await(both); // while this one is under way, the other one is cancelled too
                        cancelled.countDown();
                    });
                    await(cancelled);
                    return FakeStage.nothing(batch.inputs());
                });
        EngineOptions options =
                Rig.options().withDeadline(Duration.ofMillis(50)).withGrace(Duration.ofSeconds(60));
        try (Rig rig = new Rig(options, bad)) {
            PreparedPipeline pipeline = rig.prepare("stages: [bad]");
            Feed one = rig.open("one", pipeline);
            Feed two = rig.open("two", pipeline);
            one.offer(rig.picture("one", 0));
            two.offer(rig.picture("two", 0));
            one.drain(Rig.SOON);
            two.drain(Rig.SOON);
            assertThat(both.getCount()).isZero();
            assertThat(rig.status("bad").timeouts()).isEqualTo(2);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.RUNNING);
        }
    }

    @Test
    void deadline_batchOfTheCall_saysThatItIsCancelled() throws Exception {
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        FakeStage bad = new FakeStage("bad").heeding(batch -> {
            seen.add(batch.isCancelled());
            CountDownLatch later = new CountDownLatch(1);
            batch.onCancel(later::countDown);
            await(later);
            seen.add(batch.isCancelled());
            Thread here = Thread.currentThread();
            batch.onCancel(() -> seen.add(Thread.currentThread() == here));
            throw new StageException(StageException.Category.INPUT, "cancelled");
        });
        EngineOptions options =
                Rig.options().withDeadline(Duration.ofMillis(50)).withGrace(Duration.ofSeconds(60));
        try (Rig rig = new Rig(options, bad)) {
            rig.analyse(rig.open("hall", "stages: [bad]"), "hall", 0, 0);
            assertThat(seen).containsExactly(false, true, true);
        }
    }

    @Test
    void deadline_ofTheStageItself_goesOverTheHostsUpToTheHostsLimit() throws Exception {
        FakeStage shorter = new FakeStage("shorter")
                .saying(StageSpec.of(Result.Kind.VALUE).withDeadline(Duration.ofMillis(40)))
                .doing(batch -> FakeStage.hang(end));
        FakeStage longer = new FakeStage("longer")
                .saying(StageSpec.of(Result.Kind.VALUE).withDeadline(Duration.ofHours(1)))
                .doing(batch -> FakeStage.hang(end));
        EngineOptions options = Rig.options()
                .withDeadline(Duration.ofMinutes(5))
                .withLongestDeadline(Duration.ofMillis(50))
                .withGrace(Duration.ofMillis(20));
        try (Rig rig = new Rig(options, shorter, longer)) {
            rig.analyse(rig.open("hall", "stages: [shorter, longer]"), "hall", 0, 0);
            assertThat(rig.status("shorter").lastError()).startsWith("did not return within 60ms");
            assertThat(rig.status("longer").lastError()).startsWith("did not return within 70ms");
            end.countDown();
        }
    }

    @Test
    void deadline_actionThatThrows_othersRun() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        FakeStage bad = new FakeStage("bad").heeding(batch -> {
            batch.onCancel(() -> {
                throw new LinkageError("broken");
            });
            batch.onCancel(second::countDown);
            await(second);
            return FakeStage.nothing(batch.inputs());
        });
        EngineOptions options =
                Rig.options().withDeadline(Duration.ofMillis(50)).withGrace(Duration.ofSeconds(60));
        try (Rig rig = new Rig(options, good, bad)) {
            rig.analyse(rig.open("hall", BOTH), "hall", 0, 0);
            assertThat(second.getCount()).isZero();
            assertThat(rig.analyses.get(0).results()).containsOnlyKeys("good");
        }
    }

    @Test
    void call_returnedInTime_itsActionsNeverRun() throws Exception {
        List<Batch> kept = new CopyOnWriteArrayList<>();
        FakeStage stage = new FakeStage("good").heeding(batch -> {
            kept.add(batch);
            return FakeStage.nothing(batch.inputs());
        });
        try (Rig rig = new Rig(Rig.options(), stage)) {
            rig.analyse(rig.open("hall", "stages: [good]"), "hall", 0, 0);
            kept.get(0).onCancel(stage.cancelled::incrementAndGet);
        }
        assertThat(stage.cancelled).hasValue(0);
    }

    /** Whatever interrupts meanwhile. */
    private static void await(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                done = latch.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                done = false; // the call's deadline interrupts: what is waited for comes all the same
            }
        }
    }

    @Test
    void deadline_inputIsFencedWhileTheCallIsUnderWay() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            Input input = batch.get(0);
            while (true) {
                try {
                    input.read(input.region(), PixelSpec.tensor(8, 8), ByteBuffer.allocate(0));
                } catch (IllegalStateException e) {
                    refused.countDown();
                    throw e;
                }
            }
        });
        try (Rig rig = new Rig(Rig.options().withDeadline(Duration.ofMillis(50)), good, bad)) {
            rig.analyse(rig.open("hall", BOTH), "hall", 0, 0);
            assertThat(refused.getCount()).isZero();
            assertThat(rig.unfreed()).isZero();
        }
    }

    @Test
    void hangs_laneIsReplacedAndStageQuarantinedAfterTwo() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            long until = System.nanoTime() + 10_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return FakeStage.hang(end);
        });
        EngineOptions options =
                Rig.options().withDeadline(Duration.ofMillis(30)).withGrace(Duration.ofMillis(30));
        try (Rig rig = new Rig(options, good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            for (int i = 0; rig.status("bad").state() != StageStatus.State.QUARANTINED; i++) {
                rig.analyse(feed, "hall", i, i);
                Rig.await("made anew", () -> rig.status("bad").state() != StageStatus.State.BACKING_OFF);
            }
            assertThat(rig.status("bad").timeouts()).isEqualTo(2);
            assertThat(rig.status("bad").lastError()).contains("its thread is given up");
            assertThat(rig.status("bad").cpuSeconds())
                    .as("what calls used that were given up stays counted")
                    .isGreaterThan(0.002);

            Feed other = rig.open("gate", "stages: [good]");
            rig.analyse(other, "gate", 0, 99);
            assertThat(rig.sequences("gate")).hasSize(100);
            assertThat(rig.unfreed()).as("fenced, and read by nobody").isZero();
            assertThat(bad.closed)
                    .as("an instance with a call in it is never closed")
                    .hasValue(0);
            end.countDown();
        }
        assertThat(bad.closed).hasValue(0);
    }

    @Test
    void hangsInsideARead_pictureStaysPinnedUntilTheReadIsOver() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            Input input = batch.get(0);
            input.read(input.region(), PixelSpec.tensor(8, 8), ByteBuffer.allocate(0));
            return FakeStage.nothing(batch);
        });
        EngineOptions options =
                Rig.options().withDeadline(Duration.ofMillis(30)).withGrace(Duration.ofMillis(30));
        try (Rig rig = new Rig(options, good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            feed.submit(rig.picture("hall", 0).duringRead(() -> FakeStage.hang(end)));
            feed.drain(Rig.SOON);
            assertThat(rig.unfreed()).isEqualTo(1);
            end.countDown();
            Rig.await("the picture is freed after its last read", () -> rig.unfreed() == 0);
        }
    }
}
