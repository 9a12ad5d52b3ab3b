package dev.osprey.detect;

import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.StageException;
import dev.osprey.toolkit.Layouts;
import dev.osprey.toolkit.Metadata;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the layout of a model: the one declared, or the only one that what the file says leaves. */
final class Recognition {
    private final OnnxModel model;
    private final List<TensorShape> outputs;
    private final PixelSpec pixels;
    private final int labels;

    /**
     * @param outputs with the dimensions that they have for one picture
     * @param pixels of the model's input, of which the size counts
     * @param labels how many are known, 0 if none
     */
    Recognition(OnnxModel model, List<TensorShape> outputs, PixelSpec pixels, int labels) {
        this.model = model;
        this.outputs = outputs;
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * @param declared in the configuration
     * @throws StageException CONFIG if the declared one does not fit, or if nothing is declared and several or none do
     */
    Layout layout(@Nullable Layout declared) throws StageException {
        Layout layout = declared != null
                ? declared
                : Layouts.described(model, Layout::of).orElse(null);
        if (layout != null) {
            if (fits(layout)) {
                return layout;
            }
            throw refused("layout '" + layout + "' wants " + layout.wants()
                    + Layouts.advice("detect", "detector", fitting()));
        }
        checkTask();
        Optional<Layout> said = said(model.metadata());
        if (said.isPresent() && fits(said.get())) {
            return said.get();
        }
        List<Layout> fitting = fitting();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw refused(
                fitting.isEmpty()
                        ? "no layout of detect has such outputs; there are" + Layouts.list(all())
                        : Layouts.ask(fitting));
    }

    /** Refuses a model whose exporter says that it is no detector. */
    private void checkTask() throws StageException {
        String task = model.metadata().get("task").orElse("detect");
        if (!task.equals("detect")) {
            throw refused("its metadata says that its task is '" + task
                    + "', not 'detect'; use a stage for that task, or" + " set `layout` if you know better");
        }
    }

    /** What Ultralytics writes into the files leaves no doubt: the number of names tells the two layouts apart. */
    private Optional<Layout> said(Metadata metadata) {
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

    /** The layouts that the shapes allow; where the number of labels is known, those that have as many classes. */
    private List<Layout> fitting() {
        List<Layout> byShape = all().stream().filter(this::fits).toList();
        List<Layout> byLabels = byShape.stream().filter(this::hasClasses).toList();
        List<Layout> left = new ArrayList<>(labels > 0 && !byLabels.isEmpty() ? byLabels : byShape);
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

    private boolean fits(Layout layout) {
        return decoder(layout).isPresent();
    }

    private Optional<Decoder> decoder(Layout layout) {
        return layout.decoder(outputs, pixels, labels);
    }

    private static List<Layout> all() {
        return Arrays.asList(Layout.values());
    }

    private StageException refused(String message) {
        return model.refusal(outputs, pixels, message);
    }
}
