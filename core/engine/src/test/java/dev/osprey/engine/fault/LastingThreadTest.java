package dev.osprey.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastingThreadTest {
    private final AtomicLong clock = new AtomicLong();
    private final Faults faults = new Faults(clock::get);

    @Test
    void body_throwsAnError_beginsAgainAndIsSeenInHealth() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch again = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(new LastingThread(
                "watch",
                () -> {
                    if (begun.getAndIncrement() == 0) {
                        throw new NoClassDefFoundError("org/example/Missing");
                    }
                    again.countDown();
                    awaitUninterrupted(end);
                },
                faults));
        thread.start();
        assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(faults.counts()).containsEntry("watch", 1L);
        assertThat(faults.down())
                .containsExactly("thread watch was ended once, at last by java.lang.NoClassDefFoundError:"
                        + " org/example/Missing, and begins again");
        clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
        assertThat(faults.down()).as("it has lived for a minute").isEmpty();
        end.countDown();
        thread.join(20_000);
        assertThat(thread.isAlive()).as("it has ended on purpose").isFalse();
    }

    @Test
    void contain_whateverIsThrown_isCountedAndGoesNoFurther() {
        boolean well = faults.contain("work", () -> {
            throw new StackOverflowError();
        });

        assertThat(well).isFalse();
        assertThat(faults.contain("work", () -> {})).isTrue();
        assertThat(faults.counts()).containsEntry("work", 1L);
        assertThat(faults.down()).as("no thread was ended").isEmpty();
    }

    @Test
    void note_placesWithoutEnd_areCountedAsOthers() {
        for (int i = 0; i < 300; i++) {
            faults.note("place-" + i, new WithoutStack());
        }
        assertThat(faults.counts()).hasSize(257).containsEntry("others", 44L);
    }

    private static final class WithoutStack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WithoutStack() {
            super("one of many", null, false, false);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                done = latch.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                done = false;
            }
        }
    }
}
