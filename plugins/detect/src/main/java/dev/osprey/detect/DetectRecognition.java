package dev.osprey.detect;

import dev.osprey.toolkit.Metadata;
import dev.osprey.toolkit.ProbedModel;
import dev.osprey.toolkit.Recognition;
import dev.osprey.toolkit.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the layout of a detector by the shapes of its outputs and the number of labels. */
final class DetectRecognition extends Recognition<Layout> {
    private final int labels;

    /** @param labels how many are known, 0 if none */
    DetectRecognition(ProbedModel probed, int labels) {
        super(probed, "detect", "detector", List.of(Layout.values()));
        this.labels = labels;
    }

    /** What Ultralytics writes into the files leaves no doubt: the number of names tells the two layouts apart. */
    @Override
    protected Optional<Layout> said(Metadata metadata) {
        List<String> names = metadata.names().orElse(List.of());
        TensorShape output = probed().shapes().single(3).orElse(null);
        if (names.isEmpty() || output == null) {
            return Optional.empty();
        }
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
        int cells = Layout.grid(probed().shapes()).cells();
        return probed().shapes().outputs().get(0).dimensions().stream()
                .anyMatch(size -> size == cells || size == 3L * cells);
    }

    @Override
    protected boolean fits(Layout layout) {
        return decoder(layout).isPresent();
    }

    private Optional<Decoder> decoder(Layout layout) {
        return layout.decoder(probed().shapes(), labels);
    }
}
