package dev.osprey.pose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osprey.engine.frame.Picture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.testkit.Frames;
import dev.osprey.testkit.StageHarness;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The people of the hall, each in its own box of the truth: their joints lie where people have them. */
class HallTest {
    private static final Path MEDIA = Path.of("..", "..", "config", "media");
    private static final double SEEN = 0.98;
    private static final double INSIDE = 0.9;

    @ParameterizedTest
    @ValueSource(strings = {"movenet-lightning", "movenet-thunder"})
    void run_peopleInFullView_haveHeadsAboveShouldersAndLeftsToTheRight(String model) throws Exception {
        JsonNode frames = new ObjectMapper()
                .readTree(MEDIA.resolve("hall.truth.json").toFile())
                .path("frames");
        List<Picture> pictures = Frames.fromClip(MEDIA.resolve("hall.mp4"), 100, 9, 50);
        int people = 0;
        try (StageHarness stage = StageHarness.open(new PoseFactory(), "model: " + model)) {
            for (Picture picture : pictures) {
                for (JsonNode person : frames.path((int) picture.sequence()).path("objects")) {
                    if (person.path("visible").asDouble() >= SEEN
                            && person.path("inside").asDouble() >= INSIDE) {
                        people++;
                        assertFacesUs(stage, picture, box(person.path("box")));
                    }
                }
            }
        } finally {
            Frames.release(pictures);
        }
        assertThat(people).as("people in full view").isGreaterThan(6);
    }

    private static void assertFacesUs(StageHarness stage, Picture picture, Box box) throws Exception {
        List<Result> found = stage.run(picture, Region.of(box), new Result.Detection("person", 1, box));
        assertThat(found).as("in frame " + picture.sequence() + " at " + box).hasSize(1);
        Map<String, Result.Keypoint> at = ((Result.Keypoints) found.get(0))
                .points().stream().collect(Collectors.toMap(Result.Keypoint::name, Function.identity()));
        for (String joint : List.of("nose", "left eye", "right eye", "left shoulder", "right shoulder")) {
            Result.Keypoint point = point(at, joint);
            assertThat(point.x()).as(joint).isBetween(box.x() - 0.1 * box.width(), box.right() + 0.1 * box.width());
            assertThat(point.y()).as(joint).isBetween(box.y(), box.y() + 0.8 * box.height());
        }
        assertThat(point(at, "left eye").x())
                .isGreaterThan(point(at, "right eye").x());
        assertThat(point(at, "left shoulder").x())
                .isGreaterThan(point(at, "right shoulder").x());
        assertThat(point(at, "nose").y())
                .isLessThan(point(at, "left shoulder").y())
                .isLessThan(point(at, "right shoulder").y());
    }

    private static Result.Keypoint point(Map<String, Result.Keypoint> points, String name) {
        Result.Keypoint point = points.get(name);
        if (point == null) {
            throw new AssertionError("there is no " + name + " among " + points.keySet());
        }
        return point;
    }

    private static Box box(JsonNode box) {
        return new Box(
                box.path("x").asDouble(),
                box.path("y").asDouble(),
                box.path("width").asDouble(),
                box.path("height").asDouble());
    }
}
