package dev.osprey.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecTest {
    @Test
    void stageSpec_eachWither_changesItsOwnAndNothingElse() {
        StageSpec plain = StageSpec.of(Result.Kind.DETECTION);
        StageSpec full = plain.withLabels(List.of("a"))
                .withDefaultScore(0.5)
                .withMaxBatch(4)
                .withMaxConcurrency(3)
                .withDeadline(Duration.ofSeconds(20))
                .withReads();
        assertThat(full.kinds()).containsExactly(Result.Kind.DETECTION);
        assertThat(full.labels()).containsExactly("a");
        assertThat(full.defaultScore()).isEqualTo(0.5);
        assertThat(full.maxBatch()).isEqualTo(4);
        assertThat(full.maxConcurrency()).isEqualTo(3);
        assertThat(full.deadline()).contains(Duration.ofSeconds(20));
        assertThat(full.reads()).hasValueSatisfying(reads -> assertThat(reads).isEmpty());
        assertThat(plain.deadline()).isEmpty();
        assertThat(plain.reads()).isEmpty();
        assertThat(full).isNotEqualTo(plain).isEqualTo(full.withMaxBatch(5).withMaxBatch(4));
    }

    @Test
    void stageSpec_outOfRange_isRefusedByNameAndValue() {
        StageSpec spec = StageSpec.of(Result.Kind.VALUE);
        assertThatThrownBy(StageSpec::of).hasMessage("kinds must name at least one kind of result, got none");
        assertThatThrownBy(() -> spec.withDefaultScore(1.5)).hasMessage("defaultScore must be in 0..1, got 1.5");
        assertThatThrownBy(() -> spec.withMaxBatch(0)).hasMessage("maxBatch must be >= 1, got 0");
        assertThatThrownBy(() -> spec.withMaxConcurrency(0)).hasMessage("maxConcurrency must be >= 1, got 0");
        assertThatThrownBy(() -> spec.withDeadline(Duration.ZERO)).hasMessage("deadline must be > 0, got PT0S");
    }

    @Test
    void pixelSpec_eachWither_changesItsOwnAndNothingElse() {
        PixelSpec spec = PixelSpec.tensor(4, 2)
                .withSize(8, 6)
                .withType(PixelSpec.Type.F16)
                .withLayout(PixelSpec.Layout.NHWC)
                .withOrder(PixelSpec.Order.BGR)
                .withFit(PixelSpec.Fit.LETTERBOX, 114)
                .normalised(new double[] {1, 2, 3}, new double[] {4});
        assertThat(spec)
                .hasToString("8x6 F16 NHWC BGR LETTERBOX fill 114.0 mean [1.0, 2.0, 3.0] std [4.0, 4.0, 4.0]")
                .isEqualTo(spec.withSize(1, 1).withSize(8, 6))
                .isNotEqualTo(spec.withFit(PixelSpec.Fit.LETTERBOX, 0));
        assertThat(spec.sizeBytes(Region.of(new Box(0, 0, 100, 100)))).isEqualTo(8 * 6 * 3 * 2);
        assertThat(spec.withSize(0, 0).sizeBytes(Region.of(new Box(0, 0, 10, 5))))
                .isEqualTo(10 * 5 * 3 * 2);
        spec.mean()[0] = 99;
        assertThat(spec.mean()).containsExactly(1, 2, 3);
    }

    @Test
    void pixelSpec_outOfRange_isRefusedByNameAndValue() {
        PixelSpec spec = PixelSpec.tensor(4, 2);
        assertThatThrownBy(() -> spec.withSize(-1, 2)).hasMessage("width and height must be >= 0, got -1 x 2");
        assertThatThrownBy(() -> spec.withFit(PixelSpec.Fit.CROP, 256)).hasMessage("fill must be in 0..255, got 256.0");
        assertThatThrownBy(() -> spec.normalised(new double[2], new double[] {1}))
                .hasMessage("mean must have 1 value or one a channel (3), got 2");
        assertThatThrownBy(() -> spec.normalised(new double[] {0}, new double[] {0}))
                .hasMessage("std must not be 0, got [0.0]");
        assertThatThrownBy(() -> spec.normalised(new double[] {Double.NaN}, new double[] {1}))
                .hasMessage("mean must be finite, got NaN");
    }

    @Test
    void model_withHash_isAnotherModel() {
        Model model = Model.of("tiny", Path.of("tiny.onnx")).withTask("detect").withProperties(Map.of("a", "b"));
        Model replaced = model.withSha256("0".repeat(64));
        assertThat(replaced).isNotEqualTo(model).hasToString("tiny (tiny.onnx)");
        assertThat(replaced.task()).isEqualTo("detect");
        assertThat(replaced.properties()).containsEntry("a", "b");
        assertThatThrownBy(() -> model.withSha256("XYZ"))
                .hasMessage("sha256 must be 64 hexadecimal digits in lower case, or empty, got 'XYZ'");
    }

    @Test
    void refusal_sameMajorAndOlderMinor_isNone() {
        assertThat(Spi.refusal(Spi.VERSION)).isEmpty();
        assertThat(Spi.refusal(Spi.MAJOR + ".0")).isEmpty();
        assertThat(Spi.refusal(Spi.MAJOR + "." + (Spi.MINOR + 1)))
                .hasValueSatisfying(words -> assertThat(words).contains("get a newer Osprey"));
        assertThat(Spi.refusal(Spi.MAJOR + 1 + ".0")).hasValueSatisfying(words -> assertThat(words)
                .startsWith("was built for version 2.0 of the SPI, and this Osprey has"));
        for (String odd : List.of("1", "", "1.0.0", "one", "-1.0", "99999999999.0")) {
            assertThat(Spi.refusal(odd)).as(odd).hasValueSatisfying(words -> assertThat(words)
                    .contains("no version such as 1.0"));
        }
    }
}
