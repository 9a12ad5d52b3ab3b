package dev.osprey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.frame.VideoPicture;
import dev.osprey.spi.Batch;
import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageFactory;
import dev.osprey.spi.StageSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The kit fails stages that break a rule. */
class StageTckTest {
    private static final StageSpec SPEC = StageSpec.of(Result.Detection.KIND);

    private final List<BytePointer> leaked = new ArrayList<>();
    private final List<Kit> kits = new ArrayList<>();

    @AfterEach
    void tidy() {
        leaked.forEach(BytePointer::close);
        kits.forEach(StageTck::releasePictures);
    }

    @Test
    void memory_pointersLeft_fails() throws IOException {
        Kit kit = kit(Stage.of(SPEC, input -> {
            leaked.add(new BytePointer(8));
            return Output.empty();
        }));
        assertThatThrownBy(() -> kit.new Memory().process_manyTimes_leavesNoPointers())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("native objects left");
    }

    @Test
    void results_otherKind_fails() throws IOException {
        Kit kit = kit(Stage.of(SPEC, input -> Output.of(new Result.Value("x", 1, ""))));
        assertThatThrownBy(() -> kit.new Results().process_staysWithinSpec()).isInstanceOf(AssertionError.class);
    }

    @Test
    void results_regionNotMappedBack_fails() throws IOException {
        Kit kit = kit(Stage.of(SPEC, input -> {
            Result.Detection found =
                    (Result.Detection) BrightFactory.find(input, 200).results().get(0);
            Box box = found.box();
            double left = input.region().topLeft().x();
            return Output.of(new Result.Detection("x", 1, new Box(box.x() - left, box.y(), box.width(), box.height())));
        }));
        assertThatThrownBy(() -> kit.new Results().process_region_isMappedBack())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(".box.x");
    }

    @Test
    void results_batchOutOfOrder_fails() throws IOException {
        Kit kit = kit(new Batching(outputs -> {
            Collections.reverse(outputs);
            return outputs;
        }));
        assertThatThrownBy(() -> kit.new Results().process_batch_equalsSingles())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void results_batchTooShort_fails() throws IOException {
        Kit kit = kit(new Batching(outputs -> outputs.subList(0, 1)));
        assertThatThrownBy(() -> kit.new Results().process_batch_equalsSingles())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("as many outputs");
    }

    @Test
    void results_batchInOrder_passes() throws IOException {
        Kit kit = kit(new Batching(outputs -> outputs));
        assertThatCode(() -> kit.new Results().process_batch_equalsSingles()).doesNotThrowAnyException();
    }

    @Test
    void concurrency_oneCallAtATime_isSkipped() throws IOException {
        Kit kit = kit(Stage.of(SPEC, input -> Output.empty()));
        assertThatThrownBy(() -> kit.new Concurrency().process_concurrently_findsTheSame())
                .isInstanceOf(TestAbortedException.class);
    }

    @Test
    void factory_notInServiceFile_fails() throws IOException {
        Kit kit = kit(Stage.of(SPEC, input -> Output.empty()));
        assertThatThrownBy(() -> kit.new Factory().serviceLoader_findsIt())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("META-INF/services");
    }

    @Test
    void harness_inputReadAfterReturn_throws() throws Exception {
        List<Input> kept = new ArrayList<>();
        Picture picture = Frames.solid(32, 32, 0xffffff);
        try (StageHarness harness = StageHarness.open(
                new Fixed(Stage.of(SPEC, input -> {
                    kept.add(input);
                    return Output.empty();
                })),
                "")) {
            harness.run(picture);
            assertThatThrownBy(() -> BrightFactory.find(kept.get(0), 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("after process had returned");
        } finally {
            picture.release();
        }
    }

    private static final PixelSpec RGB = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);

    private static Result.Image copy(Input input) throws StageException {
        ByteBuffer pixels =
                ByteBuffer.allocateDirect(RGB.sizeBytes(input.region())).order(ByteOrder.nativeOrder());
        Mapping mapping = input.read(input.region(), RGB, pixels);
        Box all = new Box(0, 0, RGB.widthFor(input.region()), RGB.heightFor(input.region()));
        return input.write(mapping.toSource(all), RGB, pixels.flip());
    }

    @Test
    void harness_imageAsParent_isReadInsteadOfThePicture() throws Exception {
        Picture picture = Frames.painted(32, 32, 0, (x, y) -> x << 16 | y << 8);
        long before = VideoPicture.live();
        Region part = Region.of(new Box(8, 4, 16, 16));
        try (StageHarness harness = StageHarness.open(
                new Fixed(Stage.of(StageSpec.of(Result.Image.KIND), input -> Output.of(copy(input)))), "")) {
            Result.Image first = (Result.Image) harness.run(picture, part).get(0);
            Picture other = Frames.solid(32, 32, 0);
            Result.Image second = (Result.Image) harness.run(other, part, first).get(0);
            other.release();
            assertThat(first.region()).isEqualTo(part);
            assertThat(StageHarness.pixels(first)).startsWith(8, 4, 0, 9, 4, 0).hasSize(16 * 16 * 3);
            assertThat(StageHarness.pixels(second)).isEqualTo(StageHarness.pixels(first));
            assertThat(VideoPicture.live()).isEqualTo(before);
        } finally {
            picture.release();
        }
    }

    @Test
    void harness_imageThatNoWriteHasMade_fails() throws Exception {
        Picture picture = Frames.solid(32, 32, 0);
        try (StageHarness harness = StageHarness.open(
                new Fixed(Stage.of(
                        StageSpec.of(Result.Image.KIND), input -> Output.of(Result.Image.of(input.region(), 32, 32)))),
                "")) {
            assertThatThrownBy(() -> harness.run(picture))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no write of this input has made");
        } finally {
            picture.release();
        }
    }

    @Test
    void harness_imageWrittenAfterReturn_throws() throws Exception {
        List<Input> kept = new ArrayList<>();
        Picture picture = Frames.solid(32, 32, 0);
        try (StageHarness harness = StageHarness.open(
                new Fixed(Stage.of(SPEC, input -> {
                    kept.add(input);
                    return Output.empty();
                })),
                "")) {
            harness.run(picture);
            ByteBuffer pixels = ByteBuffer.allocateDirect(3).order(ByteOrder.nativeOrder());
            assertThatThrownBy(() ->
                            kept.get(0).write(Region.of(picture), PixelSpec.bytes(1, 1, PixelSpec.Order.RGB), pixels))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("after process had returned");
        } finally {
            picture.release();
        }
    }

    @Test
    void frames_squareAt_isWhereTheSquareIs() throws IOException {
        List<Picture> pictures = Frames.movingSquare(160, 120, 0, 3);
        try {
            Input input = StageHarness.input(pictures.get(2), Region.of(pictures.get(2)), Optional.empty());
            Result.Detection found =
                    (Result.Detection) BrightFactory.find(input, 200).results().get(0);
            assertThat(found.box()).isEqualTo(Frames.squareAt(160, 120, 2));
        } finally {
            Frames.release(pictures);
        }
    }

    private Kit kit(Stage stage) throws IOException {
        Kit kit = new Kit(stage);
        kit.makePictures();
        kits.add(kit);
        return kit;
    }

    private static final class Kit extends StageTck {
        private final Stage stage;

        Kit(Stage stage) {
            this.stage = stage;
        }

        @Override
        protected StageFactory<?> factory() {
            return new Fixed(stage);
        }

        @Override
        protected List<Picture> pictures() {
            return Frames.movingSquare(160, 120, 0, 3);
        }
    }

    /** Finds what is bright, four at once, and does something to the outputs. */
    private record Batching(Function<List<Output>, List<Output>> twist) implements Stage {
        @Override
        public StageSpec spec() {
            return SPEC.withMaxBatch(4);
        }

        @Override
        public List<Output> process(Batch batch) {
            List<Output> outputs = new ArrayList<>();
            batch.inputs().forEach(input -> outputs.add(BrightFactory.find(input, 200)));
            return twist.apply(outputs);
        }
    }

    private record Fixed(Stage stage) implements StageFactory<Fixed.Settings> {
        record Settings() {}

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public Class<Settings> configType() {
            return Settings.class;
        }

        @Override
        public Stage create(Settings config, StageContext context) {
            return stage;
        }
    }
}
