package dev.osprey.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutputChecksTest {
    private static final Box BOX = new Box(1, 2, 3, 4);
    private static final double NAN = Double.NaN;
    private static final OutputChecks.Images NO_IMAGES = (input, image) -> false;

    private final OutputChecks checks = new OutputChecks("detect", 3);

    private static Arguments bad(String field, Supplier<Result> result) {
        return Arguments.of(field, result);
    }

    static Stream<Arguments> badResults() {
        Region region = Region.of(BOX);
        Point corner = region.topLeft();
        return Stream.of(
                bad("label", () -> new Result.Detection(null, 0.5, BOX)),
                bad("score", () -> new Result.Detection("person", NAN, BOX)),
                bad("score", () -> new Result.Detection("person", 7e300, BOX)),
                bad("score", () -> new Result.Detection("person", -0.1, BOX)),
                bad("box", () -> new Result.Detection("person", 0.5, null)),
                bad("x", () -> new Result.Detection("person", 0.5, new Box(NAN, 2, 3, 4))),
                bad("y", () -> new Result.Detection("person", 0.5, new Box(1, Double.NEGATIVE_INFINITY, 3, 4))),
                bad("within 1,000,000 pixels", () -> new Result.Detection("person", 0.5, new Box(1, 2, 7e300, 4))),
                bad("height", () -> new Result.Detection("person", 0.5, new Box(1, 2, 3, Double.POSITIVE_INFINITY))),
                bad("label", () -> new Result.Classification(null, 0.5)),
                bad("box", () -> new Result.Mask("person", 1, null, 1, 1, List.of(1))),
                bad("runs", () -> new Result.Mask("person", 1, BOX, 1, 1, List.of(-1, 2))),
                bad("text", () -> new Result.TextRegion(null, 0.5, region)),
                bad("region", () -> new Result.TextRegion("a", 0.5, null)),
                bad("bottomRight", () -> new Result.TextRegion("a", 0.5, new Region(corner, corner, null, corner))),
                bad(
                        "x must be finite",
                        () -> new Result.TextRegion("a", 0.5, new Region(corner, new Point(NAN, 1), corner, corner))),
                bad("name", () -> keypoints(null, 1, 1, 1)),
                bad("x", () -> keypoints("nose", NAN, 1, 1)),
                bad("score", () -> keypoints("nose", 1, 1, NAN)),
                bad("text", () -> new Result.Caption(null, 1)),
                bad("score", () -> new Result.Caption("a hall", NAN)),
                bad("region", () -> Result.Image.of(null, 1, 1)),
                bad("width", () -> Result.Image.of(region, 0, 1)),
                bad("number", () -> new Result.Value("share", NAN, "")),
                bad("unit", () -> new Result.Value("share", 1, null)));
    }

    private static Result keypoints(String name, double x, double y, double score) {
        return new Result.Keypoints("person", 0.5, List.of(new Result.Keypoint(name, x, y, score)));
    }

    @ParameterizedTest
    @MethodSource("badResults")
    void check_badField_isRefusedByItsName(String field, Supplier<Result> result) {
        assertThatThrownBy(() -> checks.check(1, NO_IMAGES, List.of(Output.of(result.get()))))
                .hasMessageContaining(field);
    }

    @Test
    void check_badResult_saysWhichAndWhatIsAllowed() {
        Output output =
                Output.of(new Result.Classification("a", 1), new Result.Detection("cup", 1, new Box(0, 0, 2e6, 1)));
        assertThatThrownBy(() -> checks.check(2, NO_IMAGES, List.of(Output.empty(), output)))
                .isInstanceOfSatisfying(
                        StageException.class, e -> assertThat(e.category()).isEqualTo(StageException.Category.INTERNAL))
                .hasMessage("stage 'detect' returned a detection whose place is (2000000.0, 1.0), and must be within"
                        + " 1,000,000 pixels of the origin (result 1 of input 1)");
    }

    @Test
    void check_goodResults_areHandedOnAsTheyAre() throws Exception {
        Output output = Output.of(new Result.Detection("person", 1.0000001, BOX), new Result.Attributes(Map.of()));
        OutputChecks.Checked checked = checks.check(2, NO_IMAGES, List.of(output, Output.empty()));
        assertThat(checked.outputs()).containsExactly(output, Output.empty());
        assertThat(checked.complaint()).isEmpty();
    }

    @Test
    void check_moreThanTheHostTakes_keepsTheBestInTheirOrder() throws Exception {
        Output output = Output.of(
                new Result.Classification("a", 0.1),
                new Result.Classification("b", 0.5),
                new Result.Classification("c", 0.5),
                new Result.Classification("d", 0.9),
                new Result.Classification("e", 0.5));
        OutputChecks.Checked checked = checks.check(1, NO_IMAGES, List.of(output));
        assertThat(checked.outputs().get(0).results())
                .extracting(result -> ((Result.Classification) result).label())
                .containsExactly("b", "c", "d");
        assertThat(checked.complaint())
                .isEqualTo("returned 5 results for one input, and max-results is 3: only the best are kept");
    }

    @Test
    void check_imageOfAnotherInput_isRefused() throws Exception {
        Result.Image image = Result.Image.of(Region.of(BOX), 1, 1);
        Output output = Output.of(image);
        OutputChecks.Images ofTheFirst = (input, asked) -> input == 0 && asked == image;
        assertThat(checks.check(2, ofTheFirst, List.of(output, Output.empty())).outputs())
                .containsExactly(output, Output.empty());
        assertThatThrownBy(() -> checks.check(2, ofTheFirst, List.of(Output.empty(), output)))
                .hasMessage("stage 'detect' returned an image that no write of this input has made, so that nobody has"
                        + " its pixels (result 0 of input 1): give what Input.write returns, in the same call");
    }
}
