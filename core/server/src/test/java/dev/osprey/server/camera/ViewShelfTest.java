package dev.osprey.server.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.analysis.Analysis;
import dev.osprey.engine.analysis.Finding;
import dev.osprey.engine.frame.Picture;
import dev.osprey.server.FakePicture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewShelfTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ViewShelf shelf = new ViewShelf();
    private final FakePicture first = new FakePicture(1, 1, NOON);
    private final FakePicture second = new FakePicture(1, 2, NOON.plusSeconds(1));

    @Test
    void views_ofAnAnalysis_areTheFirstImageOfEachStage() {
        Result.Image one = Result.Image.of(Region.of(new Box(0, 0, 4, 4)), 2, 2);
        Result.Image two = Result.Image.of(Region.of(new Box(0, 0, 4, 4)), 2, 2);
        Analysis analysis = new Analysis(
                "hall",
                1,
                1,
                0,
                NOON,
                4,
                4,
                Map.of(
                        "edges",
                        List.of(Finding.of(new Result.Value("x", 1, "")), Finding.of(one), Finding.of(two)),
                        "detect",
                        List.of(Finding.of(new Result.Caption("none", 1)))),
                Map.of());
        assertThat(ViewShelf.views(analysis, image -> Optional.of(image == one ? first : second)))
                .isEqualTo(Map.of("edges", first));
    }

    @Test
    void put_newerPicture_replacesAndGivesBackTheOlder() {
        shelf.put(Map.of("edges", first), NOON);
        shelf.put(Map.of("edges", second), NOON.plusSeconds(1));
        assertThat(first.references()).isEqualTo(1);
        assertThat(shelf.list()).containsExactly(new ViewInfo("edges", 640, 360));
        Picture taken = shelf.take("edges").orElseThrow();
        assertThat(taken).isSameAs(second);
        taken.release();
        shelf.close();
        assertThat(second.references()).isEqualTo(1);
    }

    @Test
    void put_stageThatGaveNoneForLong_losesItsView() {
        shelf.put(Map.of("edges", first), NOON);
        shelf.put(Map.of(), NOON.plusSeconds(120));
        assertThat(shelf.list()).hasSize(1);
        shelf.put(Map.of(), NOON.plusSeconds(121));
        assertThat(shelf.list()).isEmpty();
        assertThat(shelf.take("edges")).isEmpty();
        assertThat(first.references()).isEqualTo(1);
    }

    @Test
    void put_closed_keepsNothing() {
        shelf.close();
        shelf.put(Map.of("edges", first), NOON);
        assertThat(first.references()).isEqualTo(1);
        assertThat(shelf.list()).isEmpty();
    }
}
