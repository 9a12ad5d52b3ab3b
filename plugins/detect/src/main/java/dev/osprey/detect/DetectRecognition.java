package dev.osprey.detect;

import dev.osprey.spi.PixelSpec;
import dev.osprey.toolkit.Metadata;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.Recognition;
import dev.osprey.toolkit.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the layout of a detector by the shapes of its outputs and the number of labels. */
final class DetectRecognition extends Recognition<Layout> {
    private final List<TensorShape> outputs;
    private final PixelSpec pixels;
    private final int labels;

    /** @param labels how many are known, 0 if none */
    DetectRecognition(OnnxModel model, List<TensorShape> outputs, PixelSpec pixels, int labels) {
        super(model, outputs, pixels, "detect", "detector", List.of(Layout.values()));
        this.outputs = outputs;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** What Ultralytics writes into the files leaves no doubt: the number of names tells the two layouts apart. */
    @Override
    protected Optional<Layout> said(Metadata metadata) {
        List<String> names = metadata.names().orElse(List.of());
        if (names.isEmpty() || outputs.size() != 1 || outputs.get(0).rank() != 3) {
            return Optional.empty();
        }
        TensorShape output = outputs.get(0);
        if (metadata.isTrue("end2end")) {
            return Optional.of(Layout.END_TO_END);
        }
        if (output.dimension(1) == 4L + names.size() || output.dimension(2) == 4L + names.size()) {
            return Optional.of(Layout.YOLOV8);
        }
        if (output.dimension(2) == 5L + names.size() && metadata.get("stride").isPresent()) {
            return Optional.of(Layout.YOLOV5);
        }
        return Optional.empty();
    }

    /** Where the number of labels is known, those that have as many classes. */
    @Override
    protected List<Layout> likely(List<Layout> fitting) {
        List<Layout> byLabels = fitting.stream().filter(this::hasClasses).toList();
        List<Layout> left = new ArrayList<>(labels > 0 && !byLabels.isEmpty() ? byLabels : fitting);
        if (left.size() > 1 && isGrid()) {
            left.remove(Layout.END_TO_END);
        }
        return left;
    }

    private boolean hasClasses(Layout layout) {
        int classes = decoder(layout).map(Decoder::classes).orElse(-1);
        return classes == 0 || classes == labels;
    }

    /** Whether one output has as many rows or columns as feature maps have cells: no list of finished boxes then. */
    private boolean isGrid() {
        int cells = new Grid(pixels.width(), pixels.height(), 8, 16, 32).cells();
        return outputs.get(0).dimensions().stream().anyMatch(size -> size == cells || size == 3L * cells);
    }

    @Override
    protected boolean fits(Layout layout) {
        return decoder(layout).isPresent();
    }

    private Optional<Decoder> decoder(Layout layout) {
        return layout.decoder(outputs, pixels, labels);
    }
}
