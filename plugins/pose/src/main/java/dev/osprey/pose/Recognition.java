package dev.osprey.pose;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.Layouts;
import dev.osprey.toolkit.OnnxModel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the layout of a model: the one declared, or the only one that what the file says leaves. */
final class Recognition {
    private final OnnxModel model;
    private final Shapes shapes;

    Recognition(OnnxModel model, Shapes shapes) {
        this.model = model;
        this.shapes = shapes;
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
            throw refused("layout '" + layout + "' wants " + layout.wants() + said()
                    + Layouts.advice("pose", "pose model", fitting()));
        }
        checkTask();
        List<Layout> fitting = fitting();
        if (model.metadata().isTrue("end2end") && fitting.contains(Layout.YOLO_POSE_END_TO_END)) {
            return Layout.YOLO_POSE_END_TO_END;
        }
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw refused(
                fitting.isEmpty()
                        ? "no layout of pose has such outputs" + said() + "; there are" + Layouts.list(all())
                        : Layouts.ask(fitting));
    }

    /** Refuses a model whose exporter says that it finds no points. */
    private void checkTask() throws StageException {
        String task = model.metadata().get("task").orElse("pose");
        if (!task.equals("pose")) {
            throw refused("its metadata says that its task is '" + task
                    + "', not 'pose'; use a stage for that task, or set `layout` if you know better");
        }
    }

    private List<Layout> fitting() {
        return all().stream().filter(this::fits).toList();
    }

    private boolean fits(Layout layout) {
        return layout.head(shapes, 1).isPresent();
    }

    /** What the YOLO layouts are measured by. */
    private String said() {
        Hints hints = shapes.hints();
        return " (with " + hints.points() + " points of " + hints.dimensions() + " numbers and "
                + hints.classes().size() + (hints.classes().size() == 1 ? " class)" : " classes)");
    }

    private static List<Layout> all() {
        return Arrays.asList(Layout.values());
    }

    private StageException refused(String message) {
        return model.refusal(shapes.outputs(), shapes.pixels(), message);
    }
}
