package dev.osprey.filter;

import dev.osprey.spi.*;
import java.nio.*;
import java.util.*;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.*;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** The stage {@code filter}: convolves the picture with a kernel. */
public final class FilterFactory implements StageFactory<FilterFactory.Settings> {
    private static final Map<String, List<List<Double>>> KERNELS = Map.of(
            "gauss", List.of(List.of(.0625, .125, .0625), List.of(.125, .25, .125), List.of(.0625, .125, .0625)),
            "laplace", List.of(List.of(0., 1., 0.), List.of(1., -4., 1.), List.of(0., 1., 0.)),
            "sharpen", List.of(List.of(0., -1., 0.), List.of(-1., 5., -1.), List.of(0., -1., 0.)),
            "sobel-x", List.of(List.of(-1., 0., 1.), List.of(-2., 0., 2.), List.of(-1., 0., 1.)),
            "sobel-y", List.of(List.of(-1., -2., -1.), List.of(0., 0., 0.), List.of(1., 2., 1.)));

    public record Settings(
            @Default("gauss") @Description("gauss, laplace, sharpen, sobel-x or sobel-y") String kernel,
            @Default("[]") @Description("Rows of your own instead; one is a 1-D kernel") List<List<Double>> weights) {
        public Settings {
            weights = weights.isEmpty() ? KERNELS.getOrDefault(kernel, List.of(List.of())) : weights;
            int columns = weights.get(0).size();
            if (columns == 0 || weights.stream().anyMatch(row -> row.size() != columns)) {
                throw new IllegalArgumentException("use a kernel of " + KERNELS.keySet() + " or rows of one length");
            }
        }
    }

    @Override
    public String name() {
        return "filter";
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Stage create(Settings settings, StageContext context) {
        var values = settings.weights.stream().flatMap(List::stream);
        double[] kernel = values.mapToDouble(value -> value).toArray();
        PixelSpec own = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);
        StageSpec spec = StageSpec.of(Result.Image.KIND).withReads(Read.of(Read.Part.REGION, own));
        Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
        return Stage.of(spec.withMaxConcurrency(context.lanes()), input -> {
            PixelSpec rgb = own.withSize(own.widthFor(input.region()), own.heightFor(input.region()));
            ByteBuffer pixels = buffer(idle.poll(), rgb.sizeBytes(input.region()));
            try (BytePointer memory = new BytePointer(pixels);
                    Mat mat = new Mat(rgb.height(), rgb.width(), opencv_core.CV_8UC3, memory);
                    Mat column = new Mat(kernel);
                    Mat matrix = column.reshape(1, settings.weights.size())) {
                Mapping mapping = input.read(input.region(), rgb, pixels);
                opencv_imgproc.filter2D(mat, mat, -1, matrix);
                Region shown = mapping.toSource(new Box(0, 0, rgb.width(), rgb.height()));
                return Output.of(input.write(shown, rgb, pixels.flip()));
            } finally {
                idle.add(pixels);
            }
        });
    }

    /** The one there is, if it is large enough; with this limit. */
    private static ByteBuffer buffer(@Nullable ByteBuffer idle, int bytes) {
        ByteBuffer buffer = idle != null && idle.capacity() >= bytes
                ? idle
                : ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        return buffer.clear().limit(bytes);
    }
}
