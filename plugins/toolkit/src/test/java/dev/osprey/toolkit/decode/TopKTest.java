package dev.osprey.toolkit.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TopKTest {
    @Property
    void sort_anyScores_keepsTheBestInOrder(
            @ForAll @Size(max = 120) List<@FloatRange(min = 0, max = 1) Float> scores,
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @FloatRange(min = 0, max = 1) float floor) {
        TopK best = new TopK(capacity, floor);
        for (int i = 0; i < scores.size(); i++) {
            best.offer(scores.get(i), i);
        }
        best.sort();

        List<Integer> naive = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            if (scores.get(i) >= floor) {
                naive.add(i);
            }
        }
        naive.sort(Comparator.comparing((Integer i) -> scores.get(i)).reversed().thenComparing(i -> i));
        List<Integer> kept = naive.subList(0, Math.min(capacity, naive.size()));
        List<Integer> actual = new ArrayList<>();
        for (int rank = 0; rank < best.size(); rank++) {
            actual.add(best.indexAt(rank));
            assertThat(best.scoreAt(rank)).isEqualTo(scores.get(best.indexAt(rank)));
        }
        assertThat(actual).isEqualTo(kept);
    }

    @Property
    void offer_array_keepsTheSameAsOneByOne(
            @ForAll @Size(max = 120) List<@FloatRange(min = 0, max = 1) Float> scores,
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @IntRange(min = 1, max = 7) int step) {
        TopK single = new TopK(capacity, 0.25f);
        float[] array = new float[scores.size() + 3];
        Arrays.fill(array, 1);
        for (int i = 0; i < scores.size(); i++) {
            array[i] = scores.get(i);
            single.offer(array[i], 5 + i * step);
        }
        TopK bulk = new TopK(capacity, 0.25f);
        bulk.offer(array, scores.size(), 5, step);
        single.sort();
        bulk.sort();
        assertThat(bulk.size()).isEqualTo(single.size());
        for (int rank = 0; rank < bulk.size(); rank++) {
            assertThat(bulk.indexAt(rank)).isEqualTo(single.indexAt(rank));
        }
    }

    @Example
    void offer_notANumber_isNotKept() {
        TopK best = new TopK(3, 0.01f);
        best.offer(Float.NaN, 1);
        best.offer(0.5f, Integer.MAX_VALUE);
        best.sort();
        assertThat(best.size()).isEqualTo(1);
        assertThat(best.indexAt(0)).isEqualTo(Integer.MAX_VALUE);
    }

    @Example
    void bar_manyOffered_isNeverAboveTheWeakestKept() {
        TopK best = new TopK(2, 0.1f);
        assertThat(best.bar()).isEqualTo(0.1f);
        for (int i = 1; i <= 100; i++) {
            best.offer(i / 100f, i);
        }
        assertThat(best.bar()).isBetween(0.5f, 0.99f);
        best.sort();
        assertThat(best.size()).isEqualTo(2);
        assertThat(best.indexAt(0)).isEqualTo(100);
        assertThat(best.indexAt(1)).isEqualTo(99);
        best.clear();
        assertThat(best.bar()).isEqualTo(0.1f);
        assertThat(best.size()).isZero();
    }

    @Example
    void sort_negativeZero_isTheWeakest() {
        TopK best = new TopK(2, 0);
        best.offer(-0f, 1);
        best.offer(0.5f, 2);
        best.sort();
        assertThat(best.indexAt(0)).isEqualTo(2);
        assertThat(best.indexAt(1)).isEqualTo(1);
    }

    @Example
    void new_wrongArguments_areRefused() {
        assertThatThrownBy(() -> new TopK(0, 0)).hasMessage("capacity must be >= 1, got 0");
        assertThatThrownBy(() -> new TopK(1, -1)).hasMessageContaining("got -1.0");
    }
}
