package dev.osprey.engine.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    /** Tries every way to pair. */
    private static double bestSum(double[][] gains, int row, Set<Integer> taken) {
        if (row == gains.length) {
            return 0;
        }
        double best = bestSum(gains, row + 1, taken);
        for (int column = 0; column < gains[row].length; column++) {
            if (gains[row][column] > 0 && taken.add(column)) {
                best = Math.max(best, gains[row][column] + bestSum(gains, row + 1, taken));
                taken.remove(column);
            }
        }
        return best;
    }

    @Test
    void best_anyGains_isAsGoodAsTryingAllWays() {
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            double[][] gains = new double[random.nextInt(7)][random.nextInt(7)];
            double filled = random.nextDouble();
            boolean coarse = random.nextBoolean(); // many equal gains
            for (double[] row : gains) {
                Arrays.setAll(
                        row,
                        column -> random.nextDouble() > filled
                                ? -random.nextInt(2)
                                : coarse ? 1 + random.nextInt(3) : random.nextDouble());
            }
            int[] pairs = Assignment.best(gains);

            assertThat(pairs).hasSize(gains.length);
            Set<Integer> taken = new HashSet<>();
            double sum = 0;
            for (int row = 0; row < pairs.length; row++) {
                if (pairs[row] != Assignment.NONE) {
                    assertThat(taken.add(pairs[row])).as("a column once").isTrue();
                    assertThat(gains[row][pairs[row]]).isPositive();
                    sum += gains[row][pairs[row]];
                }
            }
            assertThat(sum)
                    .as("round %s: %s", round, Arrays.deepToString(gains))
                    .isCloseTo(bestSum(gains, 0, new HashSet<>()), within(1e-9));
        }
    }

    @Test
    void best_greedyWouldBeWrong_looksAhead() {
        assertThat(Assignment.best(new double[][] {{0.9, 0.8}, {0.8, 0}})).containsExactly(1, 0);
    }

    @Test
    void best_nothingToPair_isNone() {
        assertThat(Assignment.best(new double[][] {{0, -1}, {0, 0}})).containsExactly(Assignment.NONE, Assignment.NONE);
        assertThat(Assignment.best(new double[0][])).isEmpty();
        assertThat(Assignment.best(new double[2][0])).containsExactly(Assignment.NONE, Assignment.NONE);
    }
}
