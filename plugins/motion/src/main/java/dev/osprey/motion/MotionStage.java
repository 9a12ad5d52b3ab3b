package dev.osprey.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;

import dev.osprey.spi.Batch;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Output;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Read;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.Stage;
import dev.osprey.spi.StageSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Compares a small grey picture of one camera with its background; reports the regions that differ and their share. */
final class MotionStage implements Stage {
    static final String LABEL = "motion";

    /** Wide enough for a person at the far end of a hall; the height follows the picture. */
    private static final int WIDTH = 160;

    private static final int LEAST_HEIGHT = 8;

    private static final Read READ = Read.of(Read.Part.REGION, PixelSpec.bytes(WIDTH, 0, PixelSpec.Order.GREY));

    private final MotionSettings settings;
    private final Regions regions;

    private @Nullable View view;

    MotionStage(MotionSettings settings) {
        this.settings = settings;
        regions = new Regions(settings.minArea());
    }

    @Override
    public StageSpec spec() {
        return StageSpec.of(Result.Detection.KIND, Result.Value.KIND)
                .withLabels(List.of(LABEL))
                .withReads(READ);
    }

    @Override
    public List<Output> process(Batch batch) {
        return batch.inputs().stream().map(this::analyse).toList();
    }

    private Output analyse(Input input) {
        View current = viewOf(input.region());
        current.pixels.clear();
        Mapping mapping = input.read(input.region(), current.spec, current.pixels);
        List<Result> results = new ArrayList<>();
        double percent = 0;
        if (current.background.compare(current.grey, input.frame().ptsMicros())) {
            percent = current.background.changedPercent();
            results.addAll(regions.find(current.background.changed(), current.background.difference(), mapping));
        }
        results.add(new Result.Value(LABEL, percent, "%"));
        return Output.of(results);
    }

    /* A region of another shape is another view, whose background is unknown. */
    private View viewOf(Region region) {
        int height = Math.max(LEAST_HEIGHT, (int) Math.round(WIDTH * region.height() / Math.max(1, region.width())));
        if (view == null || view.spec.height() != height) {
            close();
            view = new View(settings, height);
        }
        return view;
    }

    @Override
    public void close() {
        if (view != null) {
            view.close();
            view = null;
        }
    }

    /** The buffer into which pictures of one size are read, seen by OpenCV as {@code grey}, and their background. */
    private static final class View implements AutoCloseable {
        private final PixelSpec spec;
        private final ByteBuffer pixels;
        private final BytePointer address;
        private final Mat grey;
        private final Background background;

        View(MotionSettings settings, int height) {
            spec = PixelSpec.bytes(WIDTH, height, PixelSpec.Order.GREY);
            pixels = ByteBuffer.allocateDirect(WIDTH * height).order(ByteOrder.nativeOrder());
            address = new BytePointer(pixels);
            grey = new Mat(height, WIDTH, CV_8UC1, address);
            background = new Background(settings);
        }

        @Override
        public void close() {
            background.close();
            grey.close();
            address.close();
        }
    }
}
