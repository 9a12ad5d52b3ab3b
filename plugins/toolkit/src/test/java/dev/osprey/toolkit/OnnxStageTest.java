package dev.osprey.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Device;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.testkit.FakeContext;
import dev.osprey.testkit.FakeInput;
import dev.osprey.testkit.HarnessBatch;
import dev.osprey.testkit.onnx.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OnnxStageTest {
    private static final Preprocessing AS_IS = Preprocessing.OPEN.withNormalisation(List.of(0.0), List.of(1.0));

    @TempDir
    Path folder;

    /** Reports the first element and the shape of the first output. */
    private static final class First extends OnnxStage {
        First(StageContext context, Path file, Preprocessing usual) throws StageException {
            super(context, file.toString(), usual, StageSpec.of(Result.Value.KIND));
        }

        @Override
        protected List<Result> decode(Tensors outputs, Mapping mapping, Input input) {
            Tensor first = outputs.get(0);
            StringBuilder shape = new StringBuilder();
            for (int axis = 0; axis < first.rank(); axis++) {
                shape.append(axis > 0 ? "x" : "").append(first.dimension(axis));
            }
            return List.of(new Result.Value(first.name(), first.get(first.size() - 1), shape.toString()));
        }
    }

    @Test
    void process_batchesOfAModelWithAnOpenBatch_giveTheSameAsOneByOne() throws Exception {
        Path file = TinyModel.of("Relu", TinyModel.FLOAT, List.of(-1L, 3L, 4L, 4L), List.of(-1L, 3L, 4L, 4L))
                .write(folder, "open.onnx");
        try (First stage = new First(new FakeContext(), file, AS_IS)) {
            assertThat(stage.spec().maxBatch()).isEqualTo(8);
            assertThat(stage.spec().maxConcurrency()).isEqualTo(2);
            assertThat(readings(stage, 7)).containsExactly("1x3x4x4 7.0");
            assertThat(readings(stage, 1, 2, 3)).containsExactly("1x3x4x4 1.0", "1x3x4x4 2.0", "1x3x4x4 3.0");
            assertThat(readings(stage, 5)).containsExactly("1x3x4x4 5.0");
            assertThat(readings(stage, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
                    .hasSize(10)
                    .endsWith("1x3x4x4 10.0");
        }
    }

    @Test
    void process_modelOfOnePicture_isFedOneByOne() throws Exception {
        Path file = TinyModel.of("Relu", TinyModel.FLOAT, List.of(1L, 4L, 4L, 3L), List.of(1L, 4L, 4L, 3L))
                .write(folder, "one.onnx");
        try (First stage = new First(new FakeContext(), file, AS_IS)) {
            assertThat(stage.spec().maxBatch()).isEqualTo(1);
            assertThat(readings(stage, 1, 2)).containsExactly("1x4x4x3 1.0", "1x4x4x3 2.0");
        }
    }

    @Test
    void process_batchOpenInNameOnly_isFedOneByOne() throws Exception {
        Path file = new TinyModel()
                .input("in", TinyModel.FLOAT, List.of(-1L, 3L, 4L, 4L))
                .output("out", TinyModel.FLOAT, List.of(1L, 48L))
                .wholeNumbers("shape", List.of(2L), 1, 48)
                .node("Reshape", "in,shape", "out")
                .write(folder, "named.onnx");
        try (First stage = new First(new FakeContext(), file, AS_IS)) {
            assertThat(stage.spec().maxBatch()).isEqualTo(1);
            assertThat(readings(stage, 3, 4)).containsExactly("1x48 3.0", "1x48 4.0");
        }
    }

    @Test
    void process_outputsOfEachNumberType_areGivenAsFloats() throws Exception {
        for (int type : new int[] {TinyModel.FLOAT, TinyModel.FLOAT16, TinyModel.INT32, TinyModel.UINT8}) {
            Path file = TinyModel.of("Identity", type, List.of(1L, 3L, 2L, 2L), List.of(1L, 3L, 2L, 2L))
                    .write(folder, "type" + type + ".onnx");
            try (First stage = new First(new FakeContext(), file, AS_IS)) {
                assertThat(readings(stage, 200)).as("type %d", type).containsExactly("1x3x2x2 200.0");
            }
        }
    }

    @Test
    void process_outputOfLongs_isGivenAsFloats() throws Exception {
        Path file = new TinyModel()
                .input("in", TinyModel.FLOAT, List.of(-1L, 3L, 2L, 2L))
                .output("out", TinyModel.INT64, List.of(-1L, 3L, 2L, 2L))
                .node("Cast", "in", "out", TinyModel.integer("to", TinyModel.INT64))
                .write(folder, "longs.onnx");
        try (First stage = new First(new FakeContext(), file, AS_IS)) {
            assertThat(readings(stage, 9, 11)).containsExactly("1x3x2x2 9.0", "1x3x2x2 11.0");
        }
    }

    @Test
    void process_sizeLeftOpen_isTheOneTheModelsDescriptionNames() throws Exception {
        Path file = TinyModel.of("Identity", TinyModel.FLOAT, List.of(1L, 3L, -1L, -1L), List.of(1L, 3L, -1L, -1L))
                .write(folder, "size.onnx");
        FakeContext context = new FakeContext().withProperties(Map.of("size", "6x2"));
        try (First stage = new First(context, file, AS_IS)) {
            assertThat(readings(stage, 4)).containsExactly("1x3x2x6 4.0");
        }
    }

    @Test
    void process_descriptionOfTheModel_goesOverTheUsual() throws Exception {
        Path file = TinyModel.of("Identity", TinyModel.FLOAT, List.of(1L, 3L, 2L, 2L), List.of(1L, 3L, 2L, 2L))
                .write(folder, "described.onnx");
        FakeContext context = new FakeContext().withProperties(Map.of("mean", "1", "std", "2"));
        try (First stage = new First(context, file, AS_IS)) {
            assertThat(readings(stage, 9)).containsExactly("1x3x2x2 4.0");
        }
    }

    @Test
    void process_severalThreads_eachGetsItsOwn() throws Exception {
        Path file = TinyModel.of("Relu", TinyModel.FLOAT, List.of(-1L, 3L, 32L, 32L), List.of(-1L, 3L, 32L, 32L))
                .write(folder, "threads.onnx");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (First stage = new First(new FakeContext(), file, AS_IS)) {
            List<Future<List<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int value = i;
                calls.add(threads.submit(() -> readings(stage, value, value + 1)));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get(30, TimeUnit.SECONDS))
                        .containsExactly("1x3x32x32 " + (float) i, "1x3x32x32 " + (float) (i + 1));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void cancel_runWithoutEnd_endsItAndLeavesTheStageGood() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (First stage = new First(new FakeContext(), endless(), AS_IS)) {
            HarnessBatch batch = HarnessBatch.of(grey(255));
            Future<List<Output>> call = thread.submit(() -> stage.process(batch));
            batch.awaitAction(Duration.ofSeconds(30));
            batch.cancel();
            assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StageException.class)
                    .hasMessageContaining("its deadline had passed");
            HarnessBatch done = HarnessBatch.of(grey(0));
            assertThat(stage.process(done)).hasSize(1);
            done.cancel(); // the host may come too late
            assertThat(readings(stage, 0)).hasSize(1);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void close_duringACall_isRefused() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        First stage = new First(new FakeContext(), endless(), AS_IS);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Input slow = grey(0).beforeRead(() -> {
            reading.countDown();
            await(closed);
        });
        try {
            Future<List<Output>> call = thread.submit(() -> stage.process(Batch.of(slow)));
            await(reading);
            assertThatThrownBy(stage::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("1 under way");
            closed.countDown();
            assertThat(call.get(30, TimeUnit.SECONDS)).hasSize(1);
        } finally {
            closed.countDown();
            thread.shutdown();
            assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            stage.close();
        }
    }

    @Test
    void new_deviceThatIsNotThere_saysWhatIsMissing() {
        Path file = TinyModel.of("Relu", TinyModel.FLOAT, List.of(1L, 3L, 4L, 4L), List.of(1L, 3L, 4L, 4L))
                .write(folder, "cuda.onnx");
        org.junit.jupiter.api.Assumptions.assumeFalse(
                java.nio.file.Files.exists(Path.of("/dev/nvidia0")), "this machine has the device");
        FakeContext context = new FakeContext().withDevice(new Device(Device.Kind.CUDA, 0));
        assertThatThrownBy(() -> new First(context, file, AS_IS).close())
                .isInstanceOf(StageException.class)
                .hasMessageContaining("libcublasLt.so.12 cannot be loaded");
    }

    /** Counts to the brightest pixel times a billion: nothing for a black picture, for ever for a white one. */
    private Path endless() {
        TinyModel body = new TinyModel()
                .input("i", TinyModel.INT64, List.of())
                .input("going", TinyModel.BOOL, List.of())
                .input("sum", TinyModel.FLOAT, List.of())
                .output("still", TinyModel.BOOL, List.of())
                .output("next", TinyModel.FLOAT, List.of())
                .node("Identity", "going", "still")
                .node("Sqrt", "sum", "next");
        return new TinyModel()
                .input("in", TinyModel.FLOAT, List.of(1L, 3L, 4L, 4L))
                .output("out", TinyModel.FLOAT, List.of())
                .constant("billion", List.of(), 1e9f)
                .node("ReduceMax", "in", "most", TinyModel.integer("keepdims", 0))
                .node("Mul", "most,billion", "much")
                .node("Cast", "much", "count", TinyModel.integer("to", TinyModel.INT64))
                .node("Loop", "count,,most", "out", TinyModel.body("body", body))
                .write(folder, "endless.onnx");
    }

    /** A picture of 100 x 50 pixels, all of this value. */
    private static FakeInput grey(int value) {
        return FakeInput.of(100, 50).withGrey(value);
    }

    private static List<String> readings(First stage, int... greys) throws Exception {
        List<Input> batch = new ArrayList<>();
        for (int grey : greys) {
            batch.add(grey(grey));
        }
        List<String> readings = new ArrayList<>();
        for (Output output : stage.process(Batch.of(batch))) {
            Result.Value value = (Result.Value) output.results().get(0);
            readings.add((value.unit() + " " + value.number()).strip());
        }
        return readings;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
