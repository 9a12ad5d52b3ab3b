package dev.osprey.pose;

import dev.osprey.spi.StageException;
import dev.osprey.toolkit.OnnxModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
        Layout layout = declared != null ? declared : described();
        if (layout != null) {
            if (fits(layout)) {
                return layout;
            }
            throw refused("layout '" + layout + "' wants " + layout.wants() + said() + advice(fitting()));
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
                        ? "no layout of pose has such outputs" + said() + "; there are" + list(all())
                        : "that can be any of " + fitting.size() + " layouts, and the file does not say which; set"
                                + " `layout` to the one it was exported in:" + list(fitting));
    }

    /** The layout that the catalog, or the file beside the model, names. */
    private @Nullable Layout described() throws StageException {
        String property = model.model().properties().get("layout");
        try {
            return property == null ? null : Layout.of(property);
        } catch (IllegalArgumentException e) {
            throw new StageException(StageException.Category.CONFIG, model + ": property " + e.getMessage(), e);
        }
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

    private static String advice(List<Layout> fitting) {
        return fitting.isEmpty()
                ? "; no other layout of pose has such outputs either: is it a pose model?"
                : fitting.size() == 1
                        ? "; set `layout: " + fitting.get(0) + "`"
                        : "; set `layout` to one that has such outputs:" + list(fitting);
    }

    private static String list(List<Layout> layouts) {
        return layouts.stream()
                .map(layout -> " " + layout + " (" + layout.wants() + ")")
                .collect(Collectors.joining(","));
    }

    private static List<Layout> all() {
        return Arrays.asList(Layout.values());
    }

    private StageException refused(String message) {
        return model.refusal(shapes.outputs(), shapes.pixels(), message);
    }
}
