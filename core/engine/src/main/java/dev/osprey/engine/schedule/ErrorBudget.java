package dev.osprey.engine.schedule;

import dev.osprey.engine.EngineOptions;
import dev.osprey.spi.StageException.Category;
import java.util.Random;

/** Decides what becomes of a stage that fails, from what it did before. Not thread-safe. */
final class ErrorBudget {
    private static final int FORGIVEN_AFTER_SUCCESSES = 1000;
    private static final int MOST_DOUBLINGS = 20;

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
    private long pauseNanos;

    ErrorBudget(EngineOptions options, Random random) {
        this.options = options;
        this.random = random;
    }

    void succeeded() {
        inARow = 0;
        shortages = 0;
        if (recreationsUnforgiven > 0 && ++successes >= FORGIVEN_AFTER_SUCCESSES) {
            recreationsUnforgiven = 0;
        }
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

    /** The instance cannot be used any longer. */
    Verdict anew() {
        inARow = 0;
        if (recreationsUnforgiven >= options.recreations()) {
            return Verdict.QUARANTINE;
        }
        recreationsUnforgiven++;
        recreations++;
        return Verdict.MAKE_ANEW;
    }

    /** How long to pause after {@link Verdict#BACK_OFF}. */
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
        long most = options.backOffMost().toNanos();
        long first = Math.max(1, options.backOff().toNanos());
        long doubled = shortages >= MOST_DOUBLINGS ? most : Math.min(most, first << shortages);
        shortages++;
        pauseNanos = doubled / 2 + (long) (random.nextDouble() * (doubled - doubled / 2));
        return Verdict.BACK_OFF;
    }
}
