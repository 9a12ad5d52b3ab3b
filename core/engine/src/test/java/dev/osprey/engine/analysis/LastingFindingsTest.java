package dev.osprey.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastingFindingsTest {
    private static final Result TEXT = new Result.TextRegion("EXIT", 0.9, Region.of(new Box(10, 10, 30, 10)));
    private static final Result MASK = new Result.Mask("person", 0.9, new Box(0, 0, 4, 4), 2, 2, List.of(0, 4));
    private static final Result POSE =
            new Result.Keypoints("person", 0.9, List.of(new Result.Keypoint("nose", 5, 5, 0.9)));

    private final LastingFindings lasting = new LastingFindings();

    @Test
    void over_stageThatDidNotRun_showsWhatItFoundShortlyBefore() {
        lasting.over(analysis(0, 0, "text", TEXT));

        Analysis later = lasting.over(analysis(20, 1000, "detect", MASK));

        assertThat(later.sequence()).isEqualTo(20);
        assertThat(results(later, "text")).containsExactly(TEXT);
        assertThat(results(later, "detect")).containsExactly(MASK);
        assertThat(lasting.over(analysis(22, 1001, "detect", MASK)).results()).doesNotContainKey("text");
    }

    @Test
    void over_stageThatRanAndFoundNothing_showsNothing() {
        lasting.over(analysis(0, 0, "text", TEXT));

        assertThat(results(lasting.over(analysis(1, 66, "text")), "text")).isEmpty();
        assertThat(results(lasting.over(analysis(2, 133, "detect", MASK)), "text"))
                .isEmpty();
    }

    @Test
    void over_shapes_areGoneSooner() {
        lasting.over(analysis(0, 0, "some", TEXT, MASK, POSE));

        assertThat(results(lasting.over(analysis(1, 300, "other")), "some")).containsExactly(TEXT, MASK, POSE);
        assertThat(results(lasting.over(analysis(2, 301, "other")), "some")).containsExactly(TEXT);
    }

    @Test
    void over_anotherStreamOrSize_forgets() {
        lasting.over(analysis(5, 0, "text", TEXT));
        assertThat(lasting.over(analysis(0, 100, "detect")).results()).doesNotContainKey("text");

        lasting.over(analysis(1, 200, "text", TEXT));
        Analysis larger = new Analysis("a", 1, 2, 0, at(250), 640, 480, Map.of(), Map.of());
        assertThat(lasting.over(larger).results()).isEmpty();

        lasting.over(analysis(3, 300, "text", TEXT));
        Analysis anew = new Analysis("a", 2, 4, 0, at(350), 320, 240, Map.of(), Map.of());
        assertThat(lasting.over(anew).results()).isEmpty();
    }

    private static Analysis analysis(long sequence, long millis, String stage, Result... results) {
        List<Finding> findings = List.of(results).stream().map(Finding::of).toList();
        return new Analysis("a", 1, sequence, millis * 1000, at(millis), 320, 240, Map.of(stage, findings), Map.of());
    }

    private static Instant at(long millis) {
        return Instant.parse("2026-11-24T10:00:00Z").plusMillis(millis);
    }

    private static List<Result> results(Analysis analysis, String stage) {
        return analysis.results().get(stage).stream().map(Finding::result).toList();
    }
}
