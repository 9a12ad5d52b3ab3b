package dev.osprey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.fakes.FakeStage;
import dev.osprey.engine.fakes.Rig;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How stages that fail again and again leave, and how they come back. */
class EngineQuarantineTest {
    private static final String BOTH = "stages: [good, bad]";

    private final FakeStage good = new FakeStage("good");

    @Test
    void errorsInARow_stageIsMadeAnewAndInTheEndQuarantined() throws Exception {
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            throw new IllegalStateException("broken");
        });
        try (Rig rig = new Rig(Rig.options().withErrorsInARow(2).withRecreations(2), good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            for (int i = 0; rig.status("bad").state() != StageStatus.State.QUARANTINED; i++) {
                rig.analyse(feed, "hall", i, i);
                Rig.await("made anew", () -> rig.status("bad").state() != StageStatus.State.BACKING_OFF);
            }
            assertThat(bad.made).hasValue(3);
            Rig.await("all instances are closed", () -> bad.open() == 0);
            assertThat(rig.status("bad").errors()).isEqualTo(6);
            assertThat(rig.status("bad").recreations()).isEqualTo(2);
            assertThat(rig.status("bad").message())
                    .startsWith("out of use: IllegalStateException: broken; tried again in ");

            rig.analyses.clear();
            rig.analyse(feed, "hall", 100, 119);
            assertThat(rig.analyses)
                    .hasSize(20)
                    .allMatch(analysis -> analysis.results().keySet().equals(Collections.singleton("good")))
                    .allMatch(analysis ->
                            analysis.errors().equals(Map.of("bad", "out of use: IllegalStateException: broken")));
            assertThat(feed.stats().stages().get("bad").unavailable()).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void quarantine_afterItsPause_stageIsTriedAgainAndOneFailureEndsTheTrial() throws Exception {
        AtomicBoolean works = new AtomicBoolean();
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            if (works.get()) {
                return FakeStage.nothing(batch);
            }
            throw new IllegalStateException("broken");
        });
        AtomicLong clock = new AtomicLong();
        EngineOptions options = Rig.options()
                .withErrorsInARow(1)
                .withRecreations(0)
                .withQuarantine(Duration.ofMinutes(1), Duration.ofHours(1))
                .withNanoClock(clock::get);
        try (Rig rig = new Rig(options, good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            rig.analyse(feed, "hall", 0, 2);
            assertThat(bad.made).as("its pause is not over").hasValue(1);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.QUARANTINED);

            clock.addAndGet(Duration.ofMinutes(1).toNanos());
            tryAgain(rig, feed, 3);
            rig.analyse(feed, "hall", 4, 4);
            assertThat(rig.status("bad").state()).as("it failed again").isEqualTo(StageStatus.State.QUARANTINED);
            clock.addAndGet(Duration.ofSeconds(59).toNanos());
            rig.analyse(feed, "hall", 5, 5);
            assertThat(bad.made).as("the second pause is longer").hasValue(2);

            works.set(true);
            clock.addAndGet(Duration.ofMinutes(2).toNanos());
            tryAgain(rig, feed, 6);
            rig.analyse(feed, "hall", 7, 7);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.RUNNING);
            assertThat(rig.analyses.get(7).results()).containsKey("bad");
        }
    }

    private static void tryAgain(Rig rig, Feed feed, int picture) throws Exception {
        rig.analyse(feed, "hall", picture, picture);
        Rig.await("it is made", () -> rig.status("bad").state() == StageStatus.State.RUNNING);
    }

    @Test
    void release_quarantinedStage_runsAtOnceWithACleanRecord() throws Exception {
        AtomicBoolean works = new AtomicBoolean();
        FakeStage bad = new FakeStage("bad").doing(batch -> {
            if (works.get()) {
                return FakeStage.nothing(batch);
            }
            throw new IllegalStateException("broken");
        });
        try (Rig rig = new Rig(Rig.options().withErrorsInARow(1).withRecreations(0), good, bad)) {
            Feed feed = rig.open("hall", BOTH);
            rig.analyse(feed, "hall", 0, 0);
            assertThat(rig.status("bad").state()).isEqualTo(StageStatus.State.QUARANTINED);
            works.set(true);

            assertThat(rig.engine.release("good")).as("it was in use").isZero();
            assertThat(rig.engine.release("bad")).isEqualTo(1);

            Rig.await("it is made", () -> rig.status("bad").state() == StageStatus.State.RUNNING);
            rig.analyse(feed, "hall", 1, 1);
            assertThat(rig.analyses.get(1).results()).containsKey("bad");
        }
    }
}
