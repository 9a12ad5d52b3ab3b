package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Input;
import dev.osprey.spi.Region;
import dev.osprey.spi.Scope;
import dev.osprey.spi.StageException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the kit asks of a stage and of a call that end. */
abstract class EndRules {
    private final StageTck kit;

    EndRules(StageTck kit) {
        this.kit = kit;
    }

    @Test
    @DisplayName("comes cleanly, before and after the first picture")
    void close_beforeAndAfterWork_isClean() throws Exception {
        kit.open().close();
        StageHarness used = kit.open();
        used.runSingly(kit.pictures);
        used.close();
    }

    @Test
    @DisplayName("changes nothing for another instance")
    void close_oneInstance_anotherGoesOn() throws Exception {
        try (StageHarness other = kit.open()) {
            StageHarness closed = kit.open();
            closed.runSingly(kit.pictures);
            closed.close();
            assertThat(other.runSingly(kit.pictures)).hasSameSizeAs(kit.pictures);
        }
    }

    @Test
    @DisplayName("of a call that is cancelled leaves the stage usable")
    void cancel_call_leavesTheStageUsable() throws Exception {
        try (StageHarness stage = kit.open();
                StageHarness reference = kit.open()) {
            HarnessBatch before = HarnessBatch.of(input());
            before.cancel();
            processCancelled(stage, before);
            HarnessBatch after = HarnessBatch.of(input());
            assertThat(stage.stage().process(after)).hasSize(1);
            after.cancel(); // the host may come too late
            if (kit.factory().scope() == Scope.SHARED) {
                kit.assertSame(reference.runSingly(kit.pictures), stage.runSingly(kit.pictures), kit.tolerance());
            } else {
                assertThat(stage.runSingly(kit.pictures)).hasSameSizeAs(kit.pictures);
            }
        }
    }

    /** The stage may have noticed, or not. */
    private void processCancelled(StageHarness stage, HarnessBatch batch) throws Exception {
        try {
            assertThat(stage.stage().process(batch)).hasSize(1);
        } catch (StageException e) {
            assertThat(e.category())
                    .as("the category of what a cancelled call throws: the stage is not to blame")
                    .isEqualTo(StageException.Category.INPUT);
        }
    }

    private Input input() {
        return new HarnessInput(kit.pictures.get(0), Region.of(kit.pictures.get(0)), null);
    }
}
