package dev.osprey.filter;

import dev.osprey.spi.*;
import java.nio.*;
import java.util.*;
import org.bytedeco.javacpp.*;
import org.bytedeco.opencv.global.*;
import org.bytedeco.opencv.opencv_core.Mat;

/** The stage {@code filter}: convolves the picture with a kernel. Copy this module to write a plugin of your own. */
public final class FilterFactory implements StageFactory<FilterFactory.Settings> {
    private static final Map<String, List<List<Double>>> KERNELS = Map.of(
            "gauss", List.of(List.of(.0625, .125, .0625), List.of(.125, .25, .125), List.of(.0625, .125, .0625)),
            "sharpen", List.of(List.of(0., -1., 0.), List.of(-1., 5., -1.), List.of(0., -1., 0.)),
            "sobel-x", List.of(List.of(-1., 0., 1.), List.of(-2., 0., 2.), List.of(-1., 0., 1.)),
            "sobel-y", List.of(List.of(-1., -2., -1.), List.of(0., 0., 0.), List.of(1., 2., 1.)));

    public record Settings(
            @Default("gauss") @Description("gauss, sharpen, sobel-x or sobel-y") String kernel,
            @Default("[]") @Description("Your own kernel instead, as rows of numbers") List<List<Double>> weights) {
        public Settings {
            weights = weights.isEmpty() ? KERNELS.getOrDefault(kernel, List.of()) : weights;
            if (weights.stream().mapToInt(List::size).filter(size -> size > 0).distinct().count() != 1) {
                throw new IllegalArgumentException("give a kernel of " + KERNELS.keySet() + ", or weights in equal rows");
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
        return new Filter(settings.weights());
    }

    private record Filter(List<List<Double>> kernel) implements Stage {
        @Override
        public StageSpec spec() {
            return StageSpec.of(Result.Image.KIND);
        }

        @Override
        public List<Output> process(List<Input> batch) { // of one input, as spec() allows no more
            Region region = batch.get(0).region();
            PixelSpec rgb = PixelSpec.bytes(0, 0, PixelSpec.Order.RGB);
            ByteBuffer pixels = ByteBuffer.allocateDirect(rgb.sizeBytes(region)).order(ByteOrder.nativeOrder());
            batch.get(0).read(region, rgb, pixels);
            try (PointerScope scope = new PointerScope()) { // frees at its end what is made within
                Mat mat = new Mat(rgb.heightFor(region), rgb.widthFor(region), opencv_core.CV_8UC3, new BytePointer(pixels.flip()));
                opencv_imgproc.filter2D(mat, mat, -1, new Mat(weights).reshape(1, kernel.size()));
            }
            byte[] filtered = new byte[pixels.limit()];
            pixels.get(filtered);
            return List.of(Output.of(new Result.Image(region.bounds(), rgb.widthFor(region), rgb.heightFor(region), filtered)));
        }
    }
}
