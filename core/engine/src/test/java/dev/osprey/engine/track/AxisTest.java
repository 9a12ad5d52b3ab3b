package dev.osprey.engine.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static Axis moving() {
        Axis axis = new Axis(0, 1, 100);
        axis.predict(Motion.over(0.2, 3), 4);
        axis.correct(10, 1);
        return axis;
    }

    @Test
    void predict_oneStepOrMany_isTheSame() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            double memory = 0.2 + 5 * random.nextDouble();
            Axis whole = moving();
            Axis parts = moving();
            double seconds = 0;
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                double part = random.nextDouble() * (random.nextBoolean() ? 0.05 : 2);
                seconds += part;
                parts.predict(Motion.over(part, memory), 4);
            }
            whole.predict(Motion.over(seconds, memory), 4);

            assertThat(parts.position()).isCloseTo(whole.position(), within(1e-6));
            assertThat(parts.velocity()).isCloseTo(whole.velocity(), within(1e-6));
            assertThat(parts.deviation()).isCloseTo(whole.deviation(), within(1e-6));
        }
    }

    @Test
    void predict_noTime_changesNothing() {
        Axis axis = moving();
        double position = axis.position();
        double deviation = axis.deviation();
        axis.predict(Motion.over(0, 3), 4);
        assertThat(axis.position()).isEqualTo(position);
        assertThat(axis.deviation()).isEqualTo(deviation);
    }

    @Test
    void predict_longUnseen_comesToRestAndDoubtGrows() {
        Axis axis = moving();
        double velocity = axis.velocity();
        double reached = axis.position() + 3 * velocity;
        axis.predict(Motion.over(1, 3), 4);
        double doubt = axis.deviation();
        axis.predict(Motion.over(60, 3), 4);
        assertThat(axis.velocity()).isCloseTo(0, within(1e-6));
        assertThat(axis.position()).isCloseTo(reached, within(1e-3));
        assertThat(axis.deviation()).isGreaterThan(2 * doubt);
    }

    @Test
    void correct_steadyMotionAtAnyRate_findsTheVelocity() {
        for (double rate : new double[] {2, 5, 15, 25}) {
            Axis axis = new Axis(0, 1, 10_000);
            for (int i = 1; i <= 4 * rate; i++) {
                axis.predict(Motion.over(1 / rate, 3), 100);
                axis.correct(50 * i / rate, 1);
            }
            assertThat(axis.velocity()).as("at %s a second", rate).isCloseTo(50, within(5.0));
            assertThat(axis.position()).as("at %s a second", rate).isCloseTo(200, within(2.0));
        }
    }
}
