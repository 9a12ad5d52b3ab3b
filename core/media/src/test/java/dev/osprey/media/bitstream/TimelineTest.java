package dev.osprey.media.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TimelineTest {
    @Property
    void next_whateverTheSourceSays_growsWithoutRepeating(
            @ForAll @Size(max = 100) List<@LongRange(min = -100_000_000, max = 100_000_000) Long> source) {
        Timeline timeline = new Timeline();
        long last = -1;
        for (long micros : source) {
            long time = timeline.next(micros, true, 0, false);
            assertThat(time).isGreaterThan(last);
            assertThat(time - last).as("no gap past a jump").isLessThanOrEqualTo(10_000_001);
            last = time;
        }
    }

    @Property
    void next_ofReorderedPictures_neverRepeats(
            @ForAll @Size(max = 100) List<@LongRange(min = 0, max = 900_000) Long> source) {
        Timeline timeline = new Timeline();
        Set<Long> seen = new HashSet<>();
        for (long micros : source) {
            assertThat(seen.add(timeline.next(micros, true, 0, true))).isTrue();
        }
    }

    @Example
    void next_afterAWrap_goesOnByOneStep() {
        Timeline timeline = new Timeline();
        timeline.next(47_000_000_000L, true, 0, false);
        timeline.next(47_000_066_667L, true, 0, false);
        assertThat(timeline.next(100, true, 0, false)).isEqualTo(133_334);
        assertThat(timeline.next(66_767, true, 0, false)).isEqualTo(200_001);
    }

    @Example
    void capturedAt_ofEachTime_isThatOfItsPacket() {
        Timeline timeline = new Timeline();
        long first = timeline.next(0, true, 111, false);
        long second = timeline.next(40_000, true, 222, false);
        assertThat(timeline.capturedAt(first)).isEqualTo(111);
        assertThat(timeline.capturedAt(second)).isEqualTo(222);
        assertThat(timeline.capturedAt(5)).as("unknown: the newest").isEqualTo(222);
    }
}
