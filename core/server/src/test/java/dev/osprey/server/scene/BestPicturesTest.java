package dev.osprey.server.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.spi.Box;
import org.junit.jupiter.api.Test;

class BestPicturesTest {
    private static double worth(double score, Box box) {
        return BestPictures.worth(score, box, 960, 540);
    }

    @Test
    void worth_largerOrSurer_isMore() {
        Box small = new Box(100, 100, 50, 100);
        Box large = new Box(100, 100, 150, 300);

        assertThat(worth(0.6, large)).isGreaterThan(worth(0.6, small));
        assertThat(worth(0.9, small)).isGreaterThan(worth(0.6, small));
    }

    @Test
    void worth_cutOffByThePicturesEdge_isHalf() {
        assertThat(worth(0.6, new Box(0, 100, 100, 200))).isEqualTo(worth(0.6, new Box(100, 100, 100, 200)) / 2);
        assertThat(worth(0.6, new Box(860, 100, 100, 200))).isEqualTo(worth(0.6, new Box(100, 100, 100, 200)) / 2);
    }

    @Test
    void worth_emptyBox_isNone() {
        assertThat(worth(0.6, new Box(100, 100, 0, 100))).isZero();
    }
}
