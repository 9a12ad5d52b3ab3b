package dev.osprey.pose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import dev.osprey.spi.Frame;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.testkit.FakeInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private static final double BAR = 0.3;

    private final Follower follower = new Follower(BAR);

    @Test
    void regionIn_firstPicture_isTheWhole() {
        assertThat(follower.regionIn(at(0))).isEqualTo(Region.of(at(0)));
    }

    @Test
    void regionIn_personJustSeen_isASquareAroundItsSureJointsAndShoulders() {
        follower.found(at(0), person(0.5));
        // Joints from 400 to 500 across and 200 to 260 down: a square of 1.6 x 100 about 450, 230.
        assertThat(follower.regionIn(at(40_000)).bounds()).isEqualTo(new Box(370, 150, 160, 160));
        assertThat(follower.regionIn(at(1_000_000)).bounds()).isEqualTo(new Box(370, 150, 160, 160));
    }

    @Test
    void regionIn_personSeenLongAgo_isTheWhole() {
        follower.found(at(0), person(0.5));
        assertThat(follower.regionIn(at(1_000_001))).isEqualTo(Region.of(at(0)));
    }

    @Test
    void regionIn_timeThatDoesNotGoOn_isTheWhole() {
        follower.found(at(40_000), person(0.5));
        assertThat(follower.regionIn(at(40_000))).isEqualTo(Region.of(at(0)));
        assertThat(follower.regionIn(at(0))).isEqualTo(Region.of(at(0)));
    }

    @Test
    void found_belowTheBar_forgetsThePerson() {
        follower.found(at(0), person(0.5));
        follower.found(at(40_000), person(BAR - 0.01));
        assertThat(follower.regionIn(at(80_000))).isEqualTo(Region.of(at(0)));
    }

    @Test
    void found_personAsLargeAsThePicture_isNotCutOut() {
        follower.found(
                at(0),
                new Result.Keypoints("person", 0.9, List.of(point("nose", 100, 50), point("left ankle", 110, 400))));
        assertThat(follower.regionIn(at(40_000))).isEqualTo(Region.of(at(0)));
    }

    @Test
    void found_pointsAtOnePlace_areNotFollowed() {
        follower.found(at(0), new Result.Keypoints("person", 0.9, List.of(point("nose", 100, 50))));
        assertThat(follower.regionIn(at(40_000))).isEqualTo(Region.of(at(0)));
    }

    private static Frame at(long ptsMicros) {
        return FakeInput.of(1000, 500).at(ptsMicros);
    }

    private static Result.Keypoints person(double score) {
        return new Result.Keypoints(
                "person",
                score,
                List.of(
                        point("nose", 450, 200),
                        new Result.Keypoint("left shoulder", 500, 260, 0.1),
                        new Result.Keypoint("right shoulder", 400, 260, 0.1),
                        new Result.Keypoint("left ankle", 900, 480, 0.1)));
    }

    private static Result.Keypoint point(String name, double x, double y) {
        return new Result.Keypoint(name, x, y, 0.9);
    }
}
