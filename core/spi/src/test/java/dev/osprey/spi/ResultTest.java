package dev.osprey.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what plugins give that are compiled without a check
class ResultTest {
    private static final Box BOX = new Box(1, 2, 3, 4);
    private static final Region REGION = Region.of(BOX);

    private static void refused(String message, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void fields_null_areRefusedByName() {
        refused("label must not be null", () -> new Result.Classification(null, 1));
        refused("label must not be null", () -> new Result.Detection(null, 1, BOX));
        refused("box must not be null", () -> new Result.Detection("a", 1, null));
        refused("label must not be null", () -> new Result.Mask(null, 1, BOX, 1, 1, List.of(1)));
        refused("box must not be null", () -> new Result.Mask("a", 1, null, 1, 1, List.of(1)));
        refused("runs must not be null", () -> new Result.Mask("a", 1, BOX, 1, 1, null));
        refused("text must not be null", () -> new Result.TextRegion(null, 1, REGION));
        refused("region must not be null", () -> new Result.TextRegion("a", 1, null));
        refused(
                "bottomLeft must not be null",
                () -> new Region(new Point(0, 0), new Point(1, 0), new Point(1, 1), null));
        refused("label must not be null", () -> new Result.Keypoints(null, 1, List.of()));
        refused("points must not be null", () -> new Result.Keypoints("a", 1, null));
        refused("name must not be null", () -> new Result.Keypoint(null, 0, 0, 1));
        refused("text must not be null", () -> new Result.Caption(null, 1));
        refused("region must not be null", () -> Result.Image.of(null, 1, 1));
        refused("name must not be null", () -> new Result.Value(null, 1, ""));
        refused("unit must not be null", () -> new Result.Value("a", 1, null));
        refused("values must not be null", () -> new Result.Attributes(null));
    }

    @Test
    void numbers_outOfRange_areRefusedByNameAndValue() {
        refused("score must be in 0..1, got 7.0E300", () -> new Result.Detection("a", 7e300, BOX));
        refused("score must be in 0..1, got NaN", () -> new Result.Caption("a", Double.NaN));
        refused("x must be finite, got NaN", () -> new Result.Keypoint("a", Double.NaN, 0, 1));
        refused("score must be in 0..1, got 2.0", () -> new Result.Keypoint("a", 0, 0, 2));
        refused("number must be finite, got Infinity", () -> new Result.Value("a", Double.POSITIVE_INFINITY, ""));
        refused("columns must be >= 0, got -1", () -> new Result.Mask("a", 1, BOX, -1, -1, List.of(1)));
        refused("runs must be >= 0, got -1", () -> new Result.Mask("a", 1, BOX, 1, 1, List.of(2, -1)));
        refused("runs must add up to 2 x 2 cells, got 3", () -> new Result.Mask("a", 1, BOX, 2, 2, List.of(3)));
        refused("width must be >= 1, got 0", () -> Result.Image.of(REGION, 0, 1));
        refused("height must be >= 1, got -2", () -> Result.Image.of(REGION, 1, -2));
    }

    @Property
    void score_anyNumber_isRefusedOrLiesInItsRange(@ForAll double score) {
        try {
            assertThat(new Result.Classification("a", score).score()).isBetween(0.0, 1.0);
        } catch (IllegalArgumentException e) {
            assertThat(score >= 0 && score <= 1).isFalse();
        }
    }

    @Test
    void score_roundingErrorBeyondItsRange_isCutOff() {
        assertThat(new Result.Classification("a", 1.0000001f).score()).isEqualTo(1);
        assertThat(new Result.Classification("a", -1e-9).score()).isZero();
    }

    @Test
    void kinds_eachRecord_hasItsOwn() {
        List<Result> all = List.of(
                new Result.Classification("a", 1),
                new Result.Detection("a", 1, BOX),
                new Result.Mask("a", 1, BOX, 1, 1, List.of(1)),
                new Result.TextRegion("a", 1, REGION),
                new Result.Keypoints("a", 1, List.of()),
                new Result.Caption("a", 1),
                Result.Image.of(REGION, 1, 1),
                new Result.Value("a", 1, ""),
                new Result.Attributes(Map.of()));
        assertThat(all).extracting(Result::kind).containsExactly(Result.Kind.values());
        assertThat(Arrays.stream(Result.Kind.values()).map(Result.Kind::jsonName))
                .containsExactly(
                        "classification",
                        "detection",
                        "mask",
                        "text",
                        "keypoints",
                        "caption",
                        "image",
                        "value",
                        "attributes");
    }
}
