package dev.osprey.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.EngineOptions;
import dev.osprey.engine.schedule.ErrorBudget.Verdict;
import dev.osprey.spi.StageException.Category;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ErrorBudgetTest {
    private static final EngineOptions OPTIONS = EngineOptions.defaults()
            .withErrorsInARow(3)
            .withRecreations(2)
            .withBackOff(Duration.ofMillis(100), Duration.ofMillis(1000));

    private final ErrorBudget budget = new ErrorBudget(OPTIONS, new Random(1));

    private Verdict fail(int times) {
        Verdict verdict = Verdict.GO_ON;
        for (int i = 0; i < times; i++) {
            verdict = budget.failed(Category.INTERNAL);
        }
        return verdict;
    }

    @Test
    void failed_inARow_isMadeAnewThenQuarantined() {
        assertThat(fail(2)).isEqualTo(Verdict.GO_ON);
        assertThat(fail(1)).isEqualTo(Verdict.MAKE_ANEW);
        assertThat(fail(3)).isEqualTo(Verdict.MAKE_ANEW);
        assertThat(fail(2)).isEqualTo(Verdict.GO_ON);
        assertThat(fail(1)).isEqualTo(Verdict.QUARANTINE);
        assertThat(budget.recreations()).isEqualTo(2);
    }

    @Test
    void succeeded_betweenFailures_startsTheCountAgain() {
        for (int i = 0; i < 100; i++) {
            assertThat(fail(2)).isEqualTo(Verdict.GO_ON);
            budget.succeeded();
        }
    }

    @Test
    void succeeded_longEnough_forgivesRecreations() {
        fail(3);
        fail(3);
        for (int i = 0; i < 1000; i++) {
            budget.succeeded();
        }
        assertThat(fail(3)).isEqualTo(Verdict.MAKE_ANEW);
        assertThat(budget.recreations()).isEqualTo(3);
    }

    @Property(tries = 50)
    void shortages_pausesGrowWithJitterUpToTheMost(@ForAll long seed) {
        ErrorBudget any = new ErrorBudget(OPTIONS, new Random(seed));
        for (int i = 0; i < 40; i++) {
            assertThat(any.failed(Category.RESOURCES)).isEqualTo(Verdict.BACK_OFF);
            long full = i < 4 ? 100L << i : 1000;
            assertThat(Duration.ofNanos(any.pauseNanos()))
                    .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
        any.succeeded();
        any.failed(Category.RESOURCES);
        assertThat(Duration.ofNanos(any.pauseNanos())).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Property(tries = 50)
    void quarantines_pausesGrowWithJitterUpToTheMostUntilForgiven(@ForAll long seed) {
        ErrorBudget any = new ErrorBudget(
                OPTIONS.withErrorsInARow(1)
                        .withRecreations(0)
                        .withQuarantine(Duration.ofMinutes(1), Duration.ofHours(1)),
                new Random(seed));
        for (int i = 0; i < 30; i++) {
            assertThat(any.failed(Category.INTERNAL)).isEqualTo(Verdict.QUARANTINE);
            long full = i < 6 ? 1L << i : 60;
            assertThat(Duration.ofNanos(any.pauseNanos()))
                    .isBetween(Duration.ofMinutes(full).dividedBy(2), Duration.ofMinutes(full));
        }
        for (int i = 0; i < 1000; i++) {
            any.succeeded();
        }
        any.failed(Category.INTERNAL);
        assertThat(Duration.ofNanos(any.pauseNanos())).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void hung_onceThenTwice_isMadeAnewThenQuarantinedAndOnTrialAtOnce() {
        assertThat(budget.hung(false)).isEqualTo(Verdict.MAKE_ANEW);
        assertThat(budget.hung(false)).isEqualTo(Verdict.QUARANTINE);
        assertThat(budget.hung(false)).isEqualTo(Verdict.QUARANTINE);
        budget.forgive();
        assertThat(budget.hung(false)).isEqualTo(Verdict.MAKE_ANEW);
    }

    @Test
    void hung_threadsAreShort_isQuarantinedAtOnce() {
        assertThat(budget.hung(true)).isEqualTo(Verdict.QUARANTINE);
    }
}
