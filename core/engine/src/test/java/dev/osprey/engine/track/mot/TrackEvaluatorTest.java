package dev.osprey.engine.track.mot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.osprey.spi.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackEvaluatorTest {
    private final List<MotRow> truth = new ArrayList<>();
    private final List<MotRow> found = new ArrayList<>();

    private static MotRow row(int frame, long identity, double x) {
        return new MotRow(frame, identity, new Box(x, 0, 10, 10), 1);
    }

    private void truth(int frame, long identity, double x) {
        truth.add(row(frame, identity, x));
    }

    private void found(int frame, long identity, double x) {
        found.add(row(frame, identity, x));
    }

    private TrackScore score() {
        return TrackEvaluator.score(truth, found);
    }

    @Test
    void score_allRight_isOne() {
        for (int frame = 1; frame <= 4; frame++) {
            truth(frame, 1, frame);
            truth(frame, 2, 50);
            found(frame, 7, frame);
            found(frame, 9, 51);
        }
        assertThat(score()).isEqualTo(new TrackScore(8, 8, 0, 0, 0, 8));
        assertThat(score().mota()).isEqualTo(1);
        assertThat(score().idf1()).isEqualTo(1);
    }

    @Test
    void score_identityChangesInTheMiddle_isOneSwitchAndHalfTheIdentity() {
        for (int frame = 1; frame <= 4; frame++) {
            truth(frame, 1, 0);
            found(frame, frame < 3 ? 7 : 8, 0);
        }
        assertThat(score()).isEqualTo(new TrackScore(4, 4, 0, 0, 1, 2));
        assertThat(score().mota()).isCloseTo(0.75, within(1e-9));
        assertThat(score().idf1()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void score_missAndFalseOne_countBoth() {
        truth(1, 1, 0);
        truth(2, 1, 0);
        found(2, 7, 0);
        found(2, 8, 40);
        assertThat(score()).isEqualTo(new TrackScore(2, 2, 1, 1, 0, 1));
        assertThat(score().mota()).isZero();
        assertThat(score().recall()).isEqualTo(0.5);
        assertThat(score().precision()).isEqualTo(0.5);
    }

    @Test
    void score_overlapBelowHalf_isNoAgreement() {
        truth(1, 1, 0);
        found(1, 7, 3.4); // 6.6 of 13.4
        assertThat(score()).isEqualTo(new TrackScore(1, 1, 1, 1, 0, 0));
        found.clear();
        found(1, 7, 3.3); // 6.7 of 13.3
        assertThat(score().misses()).isZero();
    }

    @Test
    void score_anotherFitsBetterLater_whoWasFollowedStays() {
        truth(1, 1, 0);
        found(1, 7, 1);
        truth(2, 1, 0);
        found(2, 7, 2);
        found(2, 8, 0);
        assertThat(score()).isEqualTo(new TrackScore(2, 3, 0, 1, 0, 2));
    }

    @Test
    void score_lostAndFoundUnderAnotherNumber_isASwitch() {
        truth(1, 1, 0);
        found(1, 7, 0);
        truth(2, 1, 0);
        truth(3, 1, 0);
        found(3, 8, 0);
        assertThat(score()).isEqualTo(new TrackScore(3, 2, 1, 0, 1, 1));
    }

    @Test
    void score_twoSwapNumbers_areTwoSwitches() {
        for (int frame = 1; frame <= 5; frame++) {
            truth(frame, 1, 0);
            truth(frame, 2, 30);
            found(frame, frame < 4 ? 7 : 8, 0);
            found(frame, frame < 4 ? 8 : 7, 30);
        }
        assertThat(score()).isEqualTo(new TrackScore(10, 10, 0, 0, 2, 6));
    }

    @Test
    void score_truthThatDoesNotCount_isNeitherMissedNorFalse() {
        truth.add(new MotRow(1, 1, new Box(0, 0, 10, 10), 0));
        truth.add(new MotRow(1, 3, new Box(100, 0, 10, 10), 0));
        truth(1, 2, 50);
        found(1, 7, 1);
        found(1, 8, 50);
        assertThat(score()).isEqualTo(new TrackScore(1, 1, 0, 0, 0, 1));
    }
}
