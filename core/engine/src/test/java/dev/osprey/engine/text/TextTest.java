package dev.osprey.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextTest {
    @Property
    void durations_written_areReadTheSame(@ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Test
    void durations_usualForms_areRead() {
        assertThat(Durations.parse("200ms")).isEqualTo(Duration.ofMillis(200));
        assertThat(Durations.parse("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(Durations.parse("2 m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Durations.parse("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(Durations.format(Duration.ofMinutes(90))).isEqualTo("90m");
        assertThatThrownBy(() -> Durations.parse("5"))
                .hasMessageContaining("200ms")
                .hasMessageContaining("\"5\"");
        assertThatThrownBy(() -> Durations.parse("999999999999d")).hasMessageContaining("292 years");
    }

    @Property
    void distance_isAMetricForShortEdits(
            @ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars @StringLength(max = 8) String b) {
        assertThat(Names.distance(a, a)).isZero();
        assertThat(Names.distance(a, b)).isEqualTo(Names.distance(b, a));
        assertThat(Names.distance(a, b)).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
        assertThat(Names.distance(a, a + "x")).isEqualTo(1);
    }

    @Test
    void unknown_nearName_isSuggestedFirst() {
        assertThat(Names.unknown("stage", "detcet", List.of("motion", "detect")))
                .isEqualTo("unknown stage 'detcet'; did you mean 'detect'? Known: detect, motion");
        assertThat(Names.unknown("stage", "zzz", List.of("motion"))).isEqualTo("unknown stage 'zzz'; known: motion");
        assertThat(Names.unknown("stage", "zzz", List.of())).isEqualTo("unknown stage 'zzz'; there is none");
    }
}
