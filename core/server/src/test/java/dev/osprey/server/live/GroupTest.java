package dev.osprey.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTest {
    private final HeldBytes held = new HeldBytes(1);
    private final Group group = new Group(1_000, 4);

    private VideoMessage unit(boolean key, long pts, int bytes) {
        byte[] data = new byte[bytes - VideoMessage.HEADER_BYTES];
        return new VideoMessage(new AccessUnit("hall", 1, key, false, pts, pts, data), held);
    }

    private List<Long> kept() {
        List<Long> pts = new ArrayList<>();
        group.forEach(unit -> pts.add(unit.ptsMicros()));
        return pts;
    }

    @Test
    void add_beforeAnyKeyFrame_keepsNothing() {
        group.add(unit(false, 1, 30));
        assertThat(kept()).isEmpty();
        assertThat(held.bytes()).isZero();
    }

    @Test
    void add_keyFrame_startsAnew() {
        group.add(unit(true, 1, 30));
        group.add(unit(false, 2, 30));
        group.add(unit(true, 3, 30));
        group.add(unit(false, 5, 30));
        group.add(unit(false, 4, 30));
        assertThat(kept()).containsExactly(3L, 5L, 4L);
        assertThat(group.bytes()).isEqualTo(90);
        assertThat(held.bytes()).isEqualTo(90);
        assertThat(group.newestMicros()).isEqualTo(5);
    }

    @Test
    void add_moreUnitsThanAllowed_keepsNothingUntilTheNextKeyFrame() {
        group.add(unit(true, 0, 30));
        for (int i = 1; i <= 6; i++) {
            group.add(unit(false, i, 30));
        }
        assertThat(kept()).isEmpty();
        group.add(unit(true, 7, 30));
        assertThat(kept()).containsExactly(7L);
    }

    @Test
    void add_moreBytesThanAllowed_keepsNothing() {
        group.add(unit(true, 0, 900));
        group.add(unit(false, 1, 101));
        assertThat(group.bytes()).isZero();
        group.add(unit(true, 2, 1_001));
        assertThat(group.bytes()).isZero();
        assertThat(held.bytes()).isZero();
    }
}
