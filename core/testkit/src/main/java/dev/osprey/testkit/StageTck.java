package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Scope;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageFactory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The rules that every stage keeps, as a test class to extend:
 *
 * <pre>{@code
 * class GaugeTest extends StageTck {
 *     @Override
 *     protected StageFactory<?> factory() {
 *         return new GaugeFactory();
 *     }
 *
 *     @Override
 *     protected List<Picture> pictures() throws IOException {
 *         return List.of(Frames.fromPicture(Path.of("src/test/resources/gauge.png")));
 *     }
 * }
 * }</pre>
 *
 * <p>The first run wants {@code -Dgolden=update}; see {@link Golden}. Tests of your own go into the same class.
 */
public abstract class StageTck {
    /** Of the test under way. */
    List<Picture> pictures = List.of();

    private long liveBefore;

    /** The factory as a user's pipeline finds it. */
    protected abstract StageFactory<?> factory();

    /**
     * Pictures on which the stage finds something, made anew at each call; the kit releases them. For a stage of scope
     * {@link Scope#CAMERA} they are one camera's, in order.
     */
    protected abstract List<Picture> pictures() throws IOException;

    /** Valid settings, in YAML; by default none. */
    protected String settings() {
        return "{}";
    }

    /** Settings, in YAML, that must be refused, beside the unknown key that the kit tries by itself. */
    protected List<String> badSettings() {
        return List.of();
    }

    /** What the stage is given by the host. */
    protected StageContext context() {
        return TestContext.of(factory().name());
    }

    /** The golden file's name. */
    protected String goldenName() {
        return factory().name();
    }

    /** How far results may be from the golden ones. */
    protected Tolerance tolerance() {
        return Tolerance.CLOSE;
    }

    /** How far results in a region of interest may be from those in a picture of that region alone. */
    protected Tolerance regionTolerance() {
        return Tolerance.LOOSE;
    }

    /** A part of the pictures, on whole pixels, in which the stage finds something; by default all but a margin. */
    protected Box regionOfInterest(Picture picture) {
        int left = picture.width() / 8;
        int top = picture.height() / 8;
        return new Box(left, top, picture.width() - 2.0 * left, picture.height() - 2.0 * top);
    }

    @BeforeEach
    void makePictures() throws IOException {
        liveBefore = VideoPicture.live();
        pictures = pictures();
        assertThat(pictures).as("pictures()").isNotEmpty();
    }

    @AfterEach
    void releasePictures() {
        Frames.release(pictures);
        assertThat(VideoPicture.live() - liveBefore)
                .as("pictures that are still held after the test released its own")
                .isZero();
    }

    final StageHarness open() throws Exception {
        return StageHarness.open(factory(), settings(), context());
    }

    final void assertSame(List<Output> expected, List<Output> actual, Tolerance tolerance) {
        assertThat(Differences.between(Golden.write(expected), Golden.write(actual), tolerance))
                .isEmpty();
    }

    @Nested
    @DisplayName("Its factory")
    class Factory extends FactoryRules {
        Factory() {
            super(StageTck.this);
        }
    }

    @Nested
    @DisplayName("Its results")
    class Results extends ResultRules {
        Results() {
            super(StageTck.this);
        }
    }

    @Nested
    @DisplayName("Calls at once")
    class Concurrency extends ConcurrencyRules {
        Concurrency() {
            super(StageTck.this);
        }
    }

    @Nested
    @DisplayName("Memory")
    class Memory extends MemoryRules {
        Memory() {
            super(StageTck.this);
        }
    }

    @Nested
    @DisplayName("Its end")
    class End extends EndRules {
        End() {
            super(StageTck.this);
        }
    }
}
