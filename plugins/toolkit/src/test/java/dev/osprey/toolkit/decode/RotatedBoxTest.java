package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** Turned boxes against a naive second implementation that counts points, and against values computed by hand. */
class RotatedBoxTest {
    private static final double STEP = 0.2;

    @Provide
    Arbitrary<RotatedBox> boxes() {
        Arbitrary<Double> place = Arbitraries.doubles().between(-12, 12);
        Arbitrary<Double> side = Arbitraries.doubles().between(8, 40);
        return Combinators.combine(
                        place, place, side, side, Arbitraries.doubles().between(-7, 7))
                .as(RotatedBox::new);
    }

    @Property(tries = 200)
    void iou_anyTwo_isWhatCountingPointsGives(@ForAll("boxes") RotatedBox a, @ForAll("boxes") RotatedBox b) {
        assertThat(a.iou(b)).isCloseTo(counted(a, b), within(0.03));
        assertThat(b.iou(a)).isCloseTo(a.iou(b), within(1e-9));
    }

    @Property
    void iou_turnedTogether_staysAsItIs(
            @ForAll("boxes") RotatedBox a,
            @ForAll("boxes") RotatedBox b,
            @ForAll @DoubleRange(min = -4, max = 4) double turn) {
        assertThat(turned(a, turn).iou(turned(b, turn))).isCloseTo(a.iou(b), within(1e-9));
    }

    @Property
    void iou_withItself_isOne(@ForAll("boxes") RotatedBox a) {
        assertThat(a.iou(a)).isCloseTo(1, within(1e-9));
        assertThat(a.iou(new RotatedBox(a.centreX(), a.centreY(), a.height(), a.width(), a.radians() + Math.PI / 2)))
                .isCloseTo(1, within(1e-9));
    }

    @Example
    void iou_squareTurnedByAnEighth_leavesARegularOctagon() {
        RotatedBox upright = new RotatedBox(3, 4, 1, 1, 0);
        // An octagon of area 2(√2 − 1): over 2 − that, it is the square root of one half.
        assertThat(upright.iou(new RotatedBox(3, 4, 1, 1, Math.PI / 4))).isCloseTo(Math.sqrt(0.5), within(1e-12));
    }

    @Example
    void iou_cross_isTheMiddle() {
        assertThat(new RotatedBox(0, 0, 10, 2, 0.3).iou(new RotatedBox(0, 0, 10, 2, 0.3 + Math.PI / 2)))
                .isCloseTo(4.0 / 36, within(1e-12));
    }

    @Example
    void iou_uprightBoxes_isTheirs() {
        assertThat(new RotatedBox(5, 5, 10, 10, 0).iou(new RotatedBox(10, 5, 10, 10, 0)))
                .isCloseTo(50.0 / 150, within(1e-12));
        assertThat(new RotatedBox(5, 5, 10, 10, 0).iou(new RotatedBox(15, 5, 10, 10, 0)))
                .isZero();
    }

    @Example
    void iou_positiveAngle_isClockwiseOnTheScreen() {
        RotatedBox falling = new RotatedBox(0, 0, 20, 2, Math.PI / 4);
        assertThat(falling.iou(new RotatedBox(6, 6, 2, 2, 0))).isPositive();
        assertThat(falling.iou(new RotatedBox(6, -6, 2, 2, 0))).isZero();
    }

    @Example
    void iou_boxOfNoArea_isZero() {
        RotatedBox line = new RotatedBox(0, 0, 10, 0, 1);
        assertThat(line.iou(line)).isZero();
        assertThat(line.iou(new RotatedBox(0, 0, 10, 10, 0))).isZero();
    }

    @Example
    void new_negativeSide_isRefused() {
        assertThatThrownBy(() -> new RotatedBox(0, 0, -1, 2, 0))
                .hasMessage("width and height must be >= 0, got -1.0 x 2.0");
    }

    private record Ranked(RotatedBox box, int classIndex) {}

    @Property(tries = 300)
    void keep_anyBoxes_keepsWhatTheDefinitionKeeps(@ForAll("ranked") List<Ranked> bestFirst) {
        double threshold = 0.4567;
        List<Ranked> naive = new ArrayList<>();
        for (Ranked next : bestFirst) {
            if (naive.stream()
                    .noneMatch(kept ->
                            kept.classIndex() == next.classIndex() && kept.box().iou(next.box()) > threshold)) {
                naive.add(next);
            }
        }
        RotatedNms nms = new RotatedNms(threshold, 100);
        assertThat(bestFirst.stream()
                        .filter(next -> nms.keep(next.box(), next.classIndex()))
                        .toList())
                .isEqualTo(naive);
    }

    @Provide
    Arbitrary<List<Ranked>> ranked() {
        return Combinators.combine(boxes(), Arbitraries.integers().between(0, 1))
                .as(Ranked::new)
                .list()
                .ofMaxSize(30);
    }

    @Example
    void keep_moreThanTheCapacity_isNotKept() {
        RotatedNms nms = new RotatedNms(0.5, 1);
        assertThat(nms.keep(new RotatedBox(0, 0, 5, 5, 0), 0)).isTrue();
        assertThat(nms.keep(new RotatedBox(50, 0, 5, 5, 0), 0)).isFalse();
        nms.clear();
        assertThat(nms.keep(new RotatedBox(50, 0, 5, 5, 0), 0)).isTrue();
    }

    @Example
    void newNms_wrongArguments_areRefused() {
        assertThatThrownBy(() -> new RotatedNms(1.5, 10)).hasMessage("iouThreshold must be in 0..1, got 1.5");
        assertThatThrownBy(() -> new RotatedNms(0.5, 0)).hasMessage("capacity must be >= 1, got 0");
    }

    private static RotatedBox turned(RotatedBox box, double by) {
        double cos = Math.cos(by);
        double sin = Math.sin(by);
        return new RotatedBox(
                box.centreX() * cos - box.centreY() * sin,
                box.centreX() * sin + box.centreY() * cos,
                box.width(),
                box.height(),
                box.radians() + by);
    }

    private static double counted(RotatedBox a, RotatedBox b) {
        // A point anywhere in each cell: on a regular grid the sides of upright boxes would meet whole lines of points.
        Random random = new Random(1);
        int both = 0;
        int any = 0;
        for (double left = -42; left <= 42; left += STEP) {
            for (double top = -42; top <= 42; top += STEP) {
                double x = left + STEP * random.nextDouble();
                double y = top + STEP * random.nextDouble();
                boolean inA = holds(a, x, y);
                boolean inB = holds(b, x, y);
                both += inA && inB ? 1 : 0;
                any += inA || inB ? 1 : 0;
            }
        }
        return (double) both / any;
    }

    /** Turns the point back about the box's centre. */
    private static boolean holds(RotatedBox box, double x, double y) {
        double dx = x - box.centreX();
        double dy = y - box.centreY();
        double along = dx * Math.cos(-box.radians()) - dy * Math.sin(-box.radians());
        double across = dx * Math.sin(-box.radians()) + dy * Math.cos(-box.radians());
        return Math.abs(along) <= box.width() / 2 && Math.abs(across) <= box.height() / 2;
    }
}
