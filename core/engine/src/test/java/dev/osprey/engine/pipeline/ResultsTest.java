package dev.osprey.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.osprey.spi.Box;
import dev.osprey.spi.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResultsTest {
    @Property
    void region_ofKeypoints_isTheSmallestBoxAroundThem(
            @ForAll @Size(min = 4, max = 20) List<@DoubleRange(min = -50, max = 700) Double> numbers) {
        List<Result.Keypoint> points = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            points.add(new Result.Keypoint("p" + i, numbers.get(i), numbers.get(i + 1), 1));
        }
        double left = points.stream().mapToDouble(Result.Keypoint::x).min().orElseThrow();
        double right = points.stream().mapToDouble(Result.Keypoint::x).max().orElseThrow();
        double top = points.stream().mapToDouble(Result.Keypoint::y).min().orElseThrow();
        double bottom = points.stream().mapToDouble(Result.Keypoint::y).max().orElseThrow();
        var region = Results.region(new Result.Keypoints("person", 1, points));
        if (right > left && bottom > top) {
            Box bounds = region.orElseThrow().bounds();
            assertThat(bounds.x()).isEqualTo(left);
            assertThat(bounds.y()).isEqualTo(top);
            assertThat(bounds.right()).isCloseTo(right, offset(1e-9));
            assertThat(bounds.bottom()).isCloseTo(bottom, offset(1e-9));
        } else {
            assertThat(region).isEmpty();
        }
    }

    @Test
    void region_ofResultsWithoutPlaceOrArea_isNone() {
        assertThat(Results.region(new Result.Classification("cat", 1))).isEmpty();
        assertThat(Results.region(new Result.Detection("cat", 1, new Box(1, 1, 0, 5))))
                .isEmpty();
        assertThat(Results.region(new Result.Keypoints("person", 1, List.of()))).isEmpty();
    }

    @Test
    void filter_labelsAndScore_doNotTouchResultsThatHaveNone() {
        List<Result> results = List.of(
                new Result.Value("motion", 0.1, ""),
                new Result.Attributes(Map.of("hat", "yes")),
                new Result.Classification("cat", 0.5),
                new Result.Classification("dog", 0.9),
                new Result.Caption("a cat", 0.2));
        assertThat(new EdgeFilter(Set.of("cat"), OptionalDouble.of(0.4)).keep(results, 0))
                .containsExactlyElementsOf(results.subList(0, 3));
        assertThat(EdgeFilter.ALL.keep(results, 0.6)).containsExactly(results.get(0), results.get(1), results.get(3));
        assertThat(EdgeFilter.ALL.keep(results, 0)).isSameAs(results);
    }
}
