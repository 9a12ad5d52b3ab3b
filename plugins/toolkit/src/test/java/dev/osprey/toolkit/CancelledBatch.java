package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A batch of one input that a test cancels once the stage has said what shall be done then. */
final class CancelledBatch implements Batch {
    private final Input input;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile boolean cancelled;

    CancelledBatch(Input input) {
        this.input = input;
    }

    void awaitAction() throws InterruptedException {
        assertThat(given.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void cancel() {
        cancelled = true;
        actions.forEach(Runnable::run);
    }

    @Override
    public List<Input> inputs() {
        return List.of(input);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        actions.add(action);
        given.countDown();
    }
}
