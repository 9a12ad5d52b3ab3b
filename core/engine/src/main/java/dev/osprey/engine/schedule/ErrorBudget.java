package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.spi.StageException.Category;
import java.time.Duration;
import java.util.Random;

/** Decides what becomes of a stage that fails, from what it did before. Not thread-safe. */
final class ErrorBudget {
    private static final int FORGIVEN_AFTER_SUCCESSES = 1000;
    private static final int MOST_DOUBLINGS = 20;
    private static final int MOST_HANGS = 2;

    enum Verdict {
        GO_ON,
        BACK_OFF,
        MAKE_ANEW,
        QUARANTINE
    }

    private final EngineOptions options;
    private final Random random;
    private int inARow;
    private int shortages;
    private int recreationsUnforgiven;
    private int recreations;
    private int successes;
    private int hangs;
    private int quarantines;
    private long pauseNanos;

    ErrorBudget(EngineOptions options, Random random) {
        this.options = options;
        this.random = random;
    }

    void succeeded() {
        inARow = 0;
        shortages = 0;
        if (recreationsUnforgiven + hangs + quarantines > 0 && ++successes >= FORGIVEN_AFTER_SUCCESSES) {
            forgive();
        }
    }

    /** Nothing of what was counts any longer. */
    void forgive() {
        inARow = 0;
        shortages = 0;
        successes = 0;
        recreationsUnforgiven = 0;
        hangs = 0;
        quarantines = 0;
    }

    Verdict failed(Category category) {
        successes = 0;
        return switch (category) {
            case INPUT -> Verdict.GO_ON;
            case RESOURCES -> backOff();
            case CONFIG, INTERNAL -> {
                inARow++;
                yield inARow < options.errorsInARow() ? Verdict.GO_ON : anew();
            }
        };
    }

    /** Making it anew failed. */
    Verdict makingFailed(Category category) {
        return category == Category.RESOURCES ? backOff() : anewAfterPause();
    }

    /**
     * A call will never come back.
     *
     * @param threadsAreShort whether so many threads hang already that none may be risked
     */
    Verdict hung(boolean threadsAreShort) {
        successes = 0;
        hangs++;
        return threadsAreShort || hangs >= MOST_HANGS ? quarantine() : anew();
    }

    /* After its pause the stage is on trial: what made it anew before now leads back here at once, and to twice the
     * pause, until it has done well for long enough. */
    private Verdict quarantine() {
        pauseNanos = jittered(options.quarantine(), options.quarantineMost(), quarantines);
        quarantines++;
        recreationsUnforgiven = options.recreations();
        hangs = MOST_HANGS - 1;
        return Verdict.QUARANTINE;
    }

    /** Its time has come, but it cannot be tried now. */
    void quarantineAgain() {
        quarantine();
    }

    /** An instance is made after quarantine. */
    void tried() {
        recreations++;
    }

    private Verdict anew() {
        inARow = 0;
        if (recreationsUnforgiven >= options.recreations()) {
            return quarantine();
        }
        recreationsUnforgiven++;
        recreations++;
        return Verdict.MAKE_ANEW;
    }

    /** How long to pause after {@link Verdict#BACK_OFF} and {@link Verdict#QUARANTINE}. */
    long pauseNanos() {
        return pauseNanos;
    }

    int recreations() {
        return recreations;
    }

    private Verdict anewAfterPause() {
        Verdict verdict = anew();
        if (verdict == Verdict.MAKE_ANEW) {
            backOff();
        }
        return verdict;
    }

    private Verdict backOff() {
        pauseNanos = jittered(options.backOff(), options.backOffMost(), shortages);
        shortages++;
        return Verdict.BACK_OFF;
    }

    /** From half of the pause to all of it, which doubles each time up to the most. */
    private long jittered(Duration first, Duration most, int times) {
        long doubled = times >= MOST_DOUBLINGS
                ? most.toNanos()
                : Math.min(most.toNanos(), Math.max(1, first.toNanos()) << times);
        return doubled / 2 + (long) (random.nextDouble() * (doubled - doubled / 2));
    }
}
