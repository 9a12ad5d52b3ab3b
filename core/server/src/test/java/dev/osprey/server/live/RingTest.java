package dev.osprey.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.media.bitstream.AccessUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {
    private final Ring ring = new Ring(1_000, 4);

    private static AccessUnit unit(boolean key, long pts, int bytes) {
        return new AccessUnit("hall", 1, key, false, pts, pts, new byte[bytes]);
    }

    private List<Long> kept() {
        List<Long> pts = new ArrayList<>();
        ring.forEach(unit -> pts.add(unit.ptsMicros()));
        return pts;
    }

    @Test
    void add_beforeAnyKeyFrame_keepsNothing() {
        ring.add(unit(false, 1, 10));
        assertThat(kept()).isEmpty();
    }

    @Test
    void add_keyFrame_startsAnew() {
        ring.add(unit(true, 1, 10));
        ring.add(unit(false, 2, 10));
        ring.add(unit(true, 3, 10));
        ring.add(unit(false, 4, 10));
        assertThat(kept()).containsExactly(3L, 4L);
        assertThat(ring.bytes()).isEqualTo(20);
    }

    @Test
    void add_moreUnitsThanAllowed_keepsNothingUntilTheNextKeyFrame() {
        ring.add(unit(true, 0, 1));
        for (int i = 1; i <= 6; i++) {
            ring.add(unit(false, i, 1));
        }
        assertThat(kept()).isEmpty();
        ring.add(unit(true, 7, 1));
        assertThat(kept()).containsExactly(7L);
    }

    @Test
    void add_moreBytesThanAllowed_keepsNothing() {
        ring.add(unit(true, 0, 900));
        ring.add(unit(false, 1, 101));
        assertThat(ring.bytes()).isZero();
        ring.add(unit(true, 2, 1_001));
        assertThat(ring.bytes()).isZero();
    }
}
