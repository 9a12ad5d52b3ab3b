package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import dev.osprey.spi.Region;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the kit asks of what a call leaves behind. */
abstract class MemoryRules {
    private static final int ROUNDS = 10;

    private final StageTck kit;

    MemoryRules(StageTck kit) {
        this.kit = kit;
    }

    @Test
    @DisplayName("is native memory freed by the end of each call, not by the garbage collector")
    void process_manyTimes_leavesNoPointers() throws Exception {
        try (StageHarness stage = kit.open()) {
            stage.runSingly(kit.pictures);
            stage.runSingly(kit.pictures);
            long before = Pointer.totalCount();
            for (int i = 0; i < ROUNDS; i++) {
                stage.runSingly(kit.pictures);
            }
            long left = Pointer.totalCount() - before;
            assertThat(left)
                    .as("native objects left by " + ROUNDS * kit.pictures.size()
                            + " calls: close each Mat and Pointer, or open a PointerScope around them")
                    .isLessThan(ROUNDS);
        }
    }

    @Test
    @DisplayName("holds no input once process has returned")
    void process_returned_inputIsForgotten() throws Exception {
        try (StageHarness stage = kit.open()) {
            WeakReference<Input> input = runAndForget(stage);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (input.get() != null && System.nanoTime() < deadline) {
                System.gc();
                Thread.onSpinWait();
            }
            assertThat(input.get()).as("the input of a call that has returned").isNull();
        }
    }

    private WeakReference<Input> runAndForget(StageHarness stage) throws Exception {
        Input input = new HarnessInput(kit.pictures.get(0), Region.of(kit.pictures.get(0)), null);
        assertThat(stage.stage().process(Batch.of(input))).hasSize(1);
        return new WeakReference<>(input);
    }
}
