package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Box;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NmsTest {
    private record Labelled(Box box, int classIndex) {}

    @Provide
    Arbitrary<List<Labelled>> boxes() {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 30);
        Arbitrary<Integer> side = Arbitraries.integers().between(0, 20);
        return Combinators.combine(
                        place, place, side, side, Arbitraries.integers().between(0, 1))
                .as((x, y, width, height, label) -> new Labelled(new Box(x, y, width, height), label))
                .list()
                .ofMaxSize(40);
    }

    @Property
    void keep_anyBoxes_keepsWhatTheDefinitionKeeps(@ForAll("boxes") List<Labelled> bestFirst) {
        // An odd threshold: whole coordinates cannot hit it exactly, so that rounding plays no part.
        double threshold = 0.4567;
        List<Labelled> naive = new ArrayList<>();
        for (Labelled next : bestFirst) {
            if (naive.stream()
                    .noneMatch(kept ->
                            kept.classIndex() == next.classIndex() && kept.box().iou(next.box()) > threshold)) {
                naive.add(next);
            }
        }
        Nms nms = new Nms(threshold, 100);
        List<Labelled> actual = bestFirst.stream()
                .filter(next -> keep(nms, next.box(), next.classIndex()))
                .toList();
        assertThat(actual).isEqualTo(naive);
    }

    @Example
    void keep_sameBoxOfAnotherClass_stays() {
        Nms nms = new Nms(0.5, 10);
        assertThat(keep(nms, new Box(0, 0, 10, 10), 0)).isTrue();
        assertThat(keep(nms, new Box(0, 0, 10, 10), 1)).isTrue();
        assertThat(keep(nms, new Box(0, 0, 10, 10), 0)).isFalse();
        nms.clear();
        assertThat(keep(nms, new Box(0, 0, 10, 10), 0)).isTrue();
    }

    @Example
    void keep_classFarBeyondTheOthers_isComparedWithItsOwnAlone() {
        Nms nms = new Nms(0.5, 10);
        assertThat(keep(nms, new Box(0, 0, 10, 10), 3)).isTrue();
        assertThat(keep(nms, new Box(0, 0, 10, 10), 5000)).isTrue();
        assertThat(keep(nms, new Box(1, 0, 10, 10), 5000)).isFalse();
        assertThat(keep(nms, new Box(1, 0, 10, 10), 3)).isFalse();
    }

    @Example
    void keep_moreThanTheCapacity_isNotKept() {
        Nms nms = new Nms(0.5, 1);
        assertThat(keep(nms, new Box(0, 0, 10, 10), 0)).isTrue();
        assertThat(keep(nms, new Box(50, 50, 10, 10), 0)).isFalse();
    }

    @Example
    void new_thresholdBeyondOne_isRefused() {
        assertThatThrownBy(() -> new Nms(1.5, 10)).hasMessage("iouThreshold must be in 0..1, got 1.5");
    }

    private static boolean keep(Nms nms, Box box, int classIndex) {
        return nms.keep((float) box.x(), (float) box.y(), (float) box.right(), (float) box.bottom(), classIndex);
    }
}
