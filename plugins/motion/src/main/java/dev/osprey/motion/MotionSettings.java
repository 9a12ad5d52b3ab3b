package dev.osprey.motion;

import dev.osprey.spi.Default;
import dev.osprey.spi.Description;
import java.time.Duration;

/** How sensitive the stage is and how fast it learns. */
public record MotionSettings(
        @Default("16")
                @Description("How many grey levels (1..255) a point must differ from the background to have changed")
                Integer threshold,
        @Default("0.2") @Description("The smallest region that is reported, in percent of the picture (0..100)")
                Double minArea,
        @Default("1s") @Description("How long the background is learned before anything is reported") Duration learn,
        @Default("20s")
                @Description("How fast the background follows the scene; what stands still is taken in after about"
                        + " eight times as long")
                Duration adapt,
        @Default("60")
                @Description("If more of the picture changes at once, in percent (0..100), the light has changed: the"
                        + " background is learned anew")
                Double relearn) {
    public MotionSettings {
        if (threshold < 1 || threshold > 255) {
            throw new IllegalArgumentException("threshold must be in 1..255 grey levels, got " + threshold);
        }
        percent("min-area", minArea);
        percent("relearn", relearn);
        if (learn.isNegative()) {
            throw new IllegalArgumentException("learn must be >= 0s, got " + learn);
        }
        if (adapt.isNegative() || adapt.isZero()) {
            throw new IllegalArgumentException("adapt must be longer than 0s, got " + adapt);
        }
    }

    private static void percent(String name, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException(name + " must be in 0..100 percent, got " + value);
        }
    }
}
