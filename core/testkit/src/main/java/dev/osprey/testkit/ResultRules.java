package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the kit asks of a stage's results. */
abstract class ResultRules {
    private final StageTck kit;

    ResultRules(StageTck kit) {
        this.kit = kit;
    }

    @Test
    @DisplayName("equal the golden ones")
    void process_equalsGolden() throws Exception {
        try (StageHarness stage = kit.open()) {
            List<Output> outputs = stage.runSingly(kit.pictures);
            assertThat(outputs)
                    .as("pictures() should show what the stage finds")
                    .anySatisfy(output -> assertThat(output.results()).isNotEmpty());
            Golden.check(kit.goldenName(), outputs, kit.tolerance());
        }
    }

    @Test
    @DisplayName("are of the kinds and labels that it names")
    void process_staysWithinSpec() throws Exception {
        try (StageHarness stage = kit.open()) {
            for (Output output : stage.runSingly(kit.pictures)) {
                for (Result result : output.results()) {
                    assertThat(stage.spec().kinds()).contains(result.kind());
                    if (result instanceof Result.Scored scored) {
                        assertThat(scored.score()).as("score of " + result).isBetween(0.0, 1.0);
                        if (!stage.spec().labels().isEmpty()) {
                            assertThat(stage.spec().labels()).contains(scored.label());
                        }
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("are the same in a second instance")
    void process_again_isTheSame() throws Exception {
        try (StageHarness one = kit.open();
                StageHarness two = kit.open()) {
            kit.assertSame(one.runSingly(kit.pictures), two.runSingly(kit.pictures), kit.tolerance());
        }
    }

    @Test
    @DisplayName("of a batch equal those of single inputs, in order")
    void process_batch_equalsSingles() throws Exception {
        try (StageHarness singly = kit.open();
                StageHarness batched = kit.open()) {
            assumeTrue(singly.spec().maxBatch() > 1, "the stage takes one input a call");
            List<Picture> many = new ArrayList<>();
            while (many.size() < singly.spec().maxBatch() && many.size() < 8) {
                many.addAll(kit.pictures);
            }
            kit.assertSame(singly.runSingly(many), batched.runBatched(many), kit.tolerance());
            Collections.reverse(many);
            kit.assertSame(singly.runSingly(many), batched.runBatched(many), kit.tolerance());
        }
    }

    @Test
    @DisplayName("lie in the source picture when a region is looked at")
    void process_region_isMappedBack() throws Exception {
        List<Picture> parts = new ArrayList<>();
        try (StageHarness whole = kit.open();
                StageHarness cut = kit.open()) {
            Box part = kit.regionOfInterest(kit.pictures.get(0));
            for (Picture picture : kit.pictures) {
                parts.add(Frames.cropped(picture, part));
            }
            List<Output> expected = Shift.by(part.x(), part.y(), cut.runSingly(parts));
            kit.assertSame(expected, whole.runSingly(kit.pictures, picture -> Region.of(part)), kit.regionTolerance());
        } finally {
            Frames.release(parts);
        }
    }
}
