package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osprey.engine.ConfigException;
import dev.osprey.engine.frame.Picture;
import dev.osprey.engine.plugin.RecordBinder;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.spi.Batch;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Output;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.Scope;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
    private static final int ROUNDS = 10;
    private static final int THREADS = 4;
    private static final long DEADLINE_SECONDS = 60;

    private List<Picture> pictures = List.of();
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

    private StageHarness open() throws Exception {
        return StageHarness.open(factory(), settings(), context());
    }

    private void assertSame(List<Output> expected, List<Output> actual, Tolerance tolerance) {
        assertThat(Differences.between(Golden.write(expected), Golden.write(actual), tolerance))
                .isEmpty();
    }

    @Nested
    @DisplayName("Its factory")
    class Factory {
        @Test
        @DisplayName("is found by name in META-INF/services")
        void serviceLoader_findsIt() {
            assertThat(ServiceLoader.load(StageFactory.class))
                    .as("the file META-INF/services/" + StageFactory.class.getName() + " names "
                            + factory().getClass().getName())
                    .anySatisfy(
                            found -> assertThat(found).isInstanceOf(factory().getClass()));
        }

        @Test
        @DisplayName("has a name of lower case, digits and dashes")
        void name_isFitForYaml() {
            assertThat(factory().name()).matches("[a-z][a-z0-9-]*");
        }

        @Test
        @DisplayName("refuses an unknown key, and names it")
        void create_unknownKey_isRefused() throws Exception {
            ObjectNode settings = StageHarness.tree(settings()).deepCopy();
            settings.put("no-such-key", 1);
            assertThatThrownBy(() ->
                            StageHarness.create(factory(), settings, context()).close())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("no-such-key");
        }

        @Test
        @DisplayName("refuses bad settings in words")
        void create_badSettings_isRefused() {
            for (String bad : badSettings()) {
                assertThatThrownBy(() ->
                                StageHarness.open(factory(), bad, context()).close())
                        .as(bad)
                        .satisfies(StageTck::isRefusal)
                        .message()
                        .isNotBlank();
            }
        }

        @Test
        @DisplayName("describes each setting")
        void schema_describesEachSetting() {
            JsonNode properties = RecordBinder.schema(factory().configType()).path("properties");
            properties.properties().forEach(property -> assertThat(
                            property.getValue().findValuesAsText("description"))
                    .as("@Description of " + property.getKey())
                    .isNotEmpty());
        }
    }

    private static void isRefusal(Throwable thrown) {
        boolean refused = thrown instanceof ConfigException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof StageException failure && failure.category() == StageException.Category.CONFIG;
        if (!refused) {
            fail(
                    "settings are refused by ConfigException, by IllegalArgumentException or by StageException with"
                            + " category CONFIG, not by " + thrown,
                    thrown);
        }
    }

    @Nested
    @DisplayName("Its results")
    class Results {
        @Test
        @DisplayName("equal the golden ones")
        void process_equalsGolden() throws Exception {
            try (StageHarness stage = open()) {
                List<Output> outputs = stage.runSingly(pictures);
                assertThat(outputs)
                        .as("pictures() should show what the stage finds")
                        .anySatisfy(output -> assertThat(output.results()).isNotEmpty());
                Golden.check(goldenName(), outputs, tolerance());
            }
        }

        @Test
        @DisplayName("are of the kinds and labels that it names")
        void process_staysWithinSpec() throws Exception {
            try (StageHarness stage = open()) {
                for (Output output : stage.runSingly(pictures)) {
                    for (Result result : output.results()) {
                        assertThat(stage.spec().kinds()).contains(result.kind());
                        if (result instanceof Result.Scored scored) {
                            assertThat(scored.score()).as("score of " + result).isBetween(0.0, 1.0);
                            if (!stage.spec().labels().isEmpty()) {
                                assertThat(stage.spec().labels()).contains(scored.label());
                            }
                        }
                    }
                }
            }
        }

        @Test
        @DisplayName("are the same in a second instance")
        void process_again_isTheSame() throws Exception {
            try (StageHarness one = open();
                    StageHarness two = open()) {
                assertSame(one.runSingly(pictures), two.runSingly(pictures), tolerance());
            }
        }

        @Test
        @DisplayName("of a batch equal those of single inputs, in order")
        void process_batch_equalsSingles() throws Exception {
            try (StageHarness singly = open();
                    StageHarness batched = open()) {
                assumeTrue(singly.spec().maxBatch() > 1, "the stage takes one input a call");
                List<Picture> many = new ArrayList<>();
                while (many.size() < singly.spec().maxBatch() && many.size() < 8) {
                    many.addAll(pictures);
                }
                assertSame(singly.runSingly(many), batched.runBatched(many), tolerance());
                Collections.reverse(many);
                assertSame(singly.runSingly(many), batched.runBatched(many), tolerance());
            }
        }

        @Test
        @DisplayName("lie in the source picture when a region is looked at")
        void process_region_isMappedBack() throws Exception {
            List<Picture> parts = new ArrayList<>();
            try (StageHarness whole = open();
                    StageHarness cut = open()) {
                Box part = regionOfInterest(pictures.get(0));
                for (Picture picture : pictures) {
                    parts.add(Frames.cropped(picture, part));
                }
                List<Output> expected = Shift.by(part.x(), part.y(), cut.runSingly(parts));
                assertSame(expected, whole.runSingly(pictures, picture -> Region.of(part)), regionTolerance());
            } finally {
                Frames.release(parts);
            }
        }
    }

    @Nested
    @DisplayName("Calls at once")
    class Concurrency {
        @Test
        @DisplayName("find the same as calls one by one")
        void process_concurrently_findsTheSame() throws Exception {
            try (StageHarness stage = open()) {
                assumeTrue(stage.spec().maxConcurrency() > 1, "the stage takes one call at a time");
                List<Output> expected = stage.runSingly(pictures);
                ExecutorService threads = Executors.newFixedThreadPool(
                        Math.min(THREADS, stage.spec().maxConcurrency()));
                try {
                    List<Future<List<Output>>> runs = new ArrayList<>();
                    for (int i = 0; i < 2 * THREADS; i++) {
                        runs.add(threads.submit(() -> stage.runSingly(pictures)));
                    }
                    for (Future<List<Output>> run : runs) {
                        assertSame(expected, run.get(DEADLINE_SECONDS, TimeUnit.SECONDS), tolerance());
                    }
                } finally {
                    threads.shutdownNow();
                }
            }
        }
    }

    @Nested
    @DisplayName("Memory")
    class Memory {
        @Test
        @DisplayName("is native memory freed by the end of each call, not by the garbage collector")
        void process_manyTimes_leavesNoPointers() throws Exception {
            try (StageHarness stage = open()) {
                stage.runSingly(pictures);
                stage.runSingly(pictures);
                long before = Pointer.totalCount();
                for (int i = 0; i < ROUNDS; i++) {
                    stage.runSingly(pictures);
                }
                long left = Pointer.totalCount() - before;
                assertThat(left)
                        .as("native objects left by " + ROUNDS * pictures.size()
                                + " calls: close each Mat and Pointer, or open a PointerScope around them")
                        .isLessThan(ROUNDS);
            }
        }

        @Test
        @DisplayName("holds no input once process has returned")
        void process_returned_inputIsForgotten() throws Exception {
            try (StageHarness stage = open()) {
                WeakReference<Input> input = runAndForget(stage);
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                while (input.get() != null && System.nanoTime() < deadline) {
                    System.gc();
                    Thread.onSpinWait();
                }
                assertThat(input.get())
                        .as("the input of a call that has returned")
                        .isNull();
            }
        }

        private WeakReference<Input> runAndForget(StageHarness stage) throws Exception {
            Input input = new HarnessInput(pictures.get(0), Region.of(pictures.get(0)), null);
            assertThat(stage.stage().process(Batch.of(input))).hasSize(1);
            return new WeakReference<>(input);
        }
    }

    @Nested
    @DisplayName("Its end")
    class End {
        @Test
        @DisplayName("comes cleanly, before and after the first picture")
        void close_beforeAndAfterWork_isClean() throws Exception {
            open().close();
            StageHarness used = open();
            used.runSingly(pictures);
            used.close();
        }

        @Test
        @DisplayName("changes nothing for another instance")
        void close_oneInstance_anotherGoesOn() throws Exception {
            try (StageHarness other = open()) {
                StageHarness closed = open();
                closed.runSingly(pictures);
                closed.close();
                assertThat(other.runSingly(pictures)).hasSameSizeAs(pictures);
            }
        }

        @Test
        @DisplayName("of a call that is cancelled leaves the stage usable")
        void cancel_call_leavesTheStageUsable() throws Exception {
            try (StageHarness stage = open();
                    StageHarness reference = open()) {
                HarnessBatch before = HarnessBatch.of(input());
                before.cancel();
                processCancelled(stage, before);
                HarnessBatch after = HarnessBatch.of(input());
                assertThat(stage.stage().process(after)).hasSize(1);
                after.cancel(); // the host may come too late
                if (factory().scope() == Scope.SHARED) {
                    assertSame(reference.runSingly(pictures), stage.runSingly(pictures), tolerance());
                } else {
                    assertThat(stage.runSingly(pictures)).hasSameSizeAs(pictures);
                }
            }
        }

        /** The stage may have noticed, or not. */
        private void processCancelled(StageHarness stage, HarnessBatch batch) throws Exception {
            try {
                assertThat(stage.stage().process(batch)).hasSize(1);
            } catch (StageException e) {
                assertThat(e.category())
                        .as("the category of what a cancelled call throws: the stage is not to blame")
                        .isEqualTo(StageException.Category.INPUT);
            }
        }

        private Input input() {
            return new HarnessInput(pictures.get(0), Region.of(pictures.get(0)), null);
        }
    }
}
