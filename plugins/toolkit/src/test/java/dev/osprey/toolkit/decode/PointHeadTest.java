package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each head on outputs whose points were computed by hand, or written out plainly from the layout's definition. */
class PointHeadTest {
    private static final Offset<Float> CLOSE = within(1e-3f);

    private final Random random = new Random(7);

    @Test
    void moveNet_fractions_becomePixels() {
        float[] output = {0.25f, 0.5f, 0.9f, 1.1f, -0.1f, 0.3f};
        PointHead head = new MoveNetHead(2, 200, 100);
        PointSet set = head.decode(List.of(FloatBuffer.wrap(output))).get(0);
        assertThat(head.points()).isEqualTo(2);
        assertJoint(set.joints().get(0), 100, 25, 0.9f);
        assertJoint(set.joints().get(1), -20, 110, 0.3f);
        assertThat(set.classIndex()).isZero();
    }

    @Test
    void moveNetMulti_people_comeBestFirstAndTheWeakAreLeftOut() {
        // y, x, score of one point; top, left, bottom, right; score
        float[] output = {
            .1f, .2f, .5f, 0, 0, 1, 1, .3f,
            .3f, .4f, .6f, 0, 0, 1, 1, .04f,
            .5f, .6f, .7f, 0, 0, 1, 1, .8f,
            .5f, .6f, .7f, 0, 0, 1, 1, Float.NaN
        };
        List<PointSet> people = new MoveNetMultiHead(1, 100, 200, 0.05).decode(List.of(FloatBuffer.wrap(output)));
        assertThat(people).extracting(person -> (float) person.score()).containsExactly(.8f, .3f);
        assertJoint(people.get(0).joints().get(0), 60, 100, .7f);
        assertJoint(people.get(1).joints().get(0), 20, 20, .5f);
    }

    @Test
    void simcc_randomLines_areReadByDefinition() {
        int points = 5;
        int columns = 24;
        int rows = 32;
        float[] x = random(points * columns);
        float[] y = random(points * rows);
        PointHead head = new SimccHead(points, 1, 0, columns, rows, 12, 16);
        PointSet set =
                head.decode(List.of(FloatBuffer.wrap(y), FloatBuffer.wrap(x))).get(0);
        for (int i = 0; i < points; i++) {
            int bestColumn = 0;
            int bestRow = 0;
            for (int c = 0; c < columns; c++) {
                bestColumn = x[i * columns + c] > x[i * columns + bestColumn] ? c : bestColumn;
            }
            for (int r = 0; r < rows; r++) {
                bestRow = y[i * rows + r] > y[i * rows + bestRow] ? r : bestRow;
            }
            assertJoint(
                    set.joints().get(i),
                    bestColumn / 2f,
                    bestRow / 2f,
                    Math.min(x[i * columns + bestColumn], y[i * rows + bestRow]));
        }
    }

    @Test
    void simcc_scoresBeyondTheRange_areCut() {
        float[] x = {0, 3, -1, -2};
        float[] y = {2, 0, -5, -3};
        PointSet set = new SimccHead(2, 0, 1, 2, 2, 1, 1)
                .decode(List.of(FloatBuffer.wrap(x), FloatBuffer.wrap(y)))
                .get(0);
        assertThat(set.joints()).extracting(PointSet.Joint::score).containsExactly(1f, 0f);
    }

    @Test
    void yoloPose_columnsAndRows_giveTheSamePeople() {
        float[][] candidates = {
            // centre, size; two classes; two points
            {50, 50, 20, 20, .1f, .9f, 45, 46, .8f, 55, 56, .7f},
            {51, 50, 20, 20, .0f, .6f, 1, 2, .3f, 4, 5, .6f},
            {51, 50, 20, 20, .5f, .0f, 11, 12, .3f, 14, 15, .6f},
            {10, 10, 4, 4, .04f, .04f, 0, 0, 0, 0, 0, 0},
        };
        float[] rows = new float[4 * 12];
        float[] columns = new float[4 * 12];
        for (int n = 0; n < 4; n++) {
            for (int v = 0; v < 12; v++) {
                rows[n * 12 + v] = candidates[n][v];
                columns[v * 4 + n] = candidates[n][v];
            }
        }
        List<PointSet> found = new YoloPoseHead(new YoloPoseHead.Form(4, 2, 2, 3, false), .05, .6)
                .decode(List.of(FloatBuffer.wrap(columns)));
        assertThat(found).hasSize(2);
        assertThat(found.get(0).classIndex()).isEqualTo(1);
        assertThat((float) found.get(0).score()).isEqualTo(.9f);
        assertJoint(found.get(0).joints().get(0), 45, 46, .8f);
        assertJoint(found.get(0).joints().get(1), 55, 56, .7f);
        assertThat(found.get(1).classIndex()).isZero();
        assertJoint(found.get(1).joints().get(1), 14, 15, .6f);
        assertThat(new YoloPoseHead(new YoloPoseHead.Form(4, 2, 2, 3, true), .05, .6)
                        .decode(List.of(FloatBuffer.wrap(rows))))
                .isEqualTo(found);
        assertThat(new YoloPoseHead(new YoloPoseHead.Form(4, 2, 2, 3, true), .05, 1)
                        .decode(List.of(FloatBuffer.wrap(rows))))
                .as("with no overlap suppressed, each candidate above the floor")
                .hasSize(3);
    }

    @Test
    void yoloPose_pointsWithoutScore_haveTheBoxes() {
        float[] row = {50, 50, 20, 20, .9f, 45, 46, 55, 56};
        PointSet set = new YoloPoseHead(new YoloPoseHead.Form(1, 1, 2, 2, true), .05, .6)
                .decode(List.of(FloatBuffer.wrap(row)))
                .get(0);
        assertJoint(set.joints().get(0), 45, 46, .9f);
        assertJoint(set.joints().get(1), 55, 56, .9f);
    }

    @Test
    void yoloPose_finishedRows_areNotSuppressedAgain() {
        float[] rows = {
            10, 10, 30, 30, .8f, 1, 15, 16, .5f,
            10, 10, 30, 30, .9f, 1, 25, 26, .6f,
            0, 0, 0, 0, 0, 0, 0, 0, 0
        };
        List<PointSet> found =
                new YoloPoseHead(YoloPoseHead.Form.finished(3, 1, 3), .05, .6).decode(List.of(FloatBuffer.wrap(rows)));
        assertThat(found).extracting(set -> (float) set.score()).containsExactly(.9f, .8f);
        assertThat(found).extracting(PointSet::classIndex).containsExactly(1, 1);
        assertJoint(found.get(0).joints().get(0), 25, 26, .6f);
    }

    @Test
    void yoloPose_pointsOfFourNumbers_areRefused() {
        assertThatThrownBy(() -> new YoloPoseHead.Form(1, 1, 2, 4, true))
                .hasMessage("dimensions of a point must be 2 or 3, got 4");
    }

    @Test
    void isSound_coordinateThatIsNoNumber_isNot() {
        assertThat(PointSet.of(1, List.of(new PointSet.Joint(1, 2, Float.NaN))).isSound())
                .isTrue();
        assertThat(new PointSet.Joint(1, 2, Float.NaN).score()).isZero();
        assertThat(PointSet.of(1, List.of(new PointSet.Joint(1, Float.NaN, 1))).isSound())
                .isFalse();
        assertThat(PointSet.of(1, List.of(new PointSet.Joint(Float.NEGATIVE_INFINITY, 1, 1)))
                        .isSound())
                .isFalse();
    }

    private float[] random(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static void assertJoint(PointSet.Joint joint, float x, float y, float score) {
        assertThat(joint.x()).isCloseTo(x, CLOSE);
        assertThat(joint.y()).isCloseTo(y, CLOSE);
        assertThat(joint.score()).isCloseTo(score, CLOSE);
    }
}
