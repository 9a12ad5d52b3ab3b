package dev.osprey.pose;

import dev.osprey.toolkit.Metadata;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.Recognition;
import java.util.List;
import java.util.Optional;

/** Finds the layout of a pose model by the shapes of its outputs and the number of points. */
final class PoseRecognition extends Recognition<Layout> {
    private final Shapes shapes;

    PoseRecognition(OnnxModel model, Shapes shapes) {
        super(model, shapes.outputs(), shapes.pixels(), "pose", "pose model", List.of(Layout.values()));
        this.shapes = shapes;
    }

    @Override
    protected boolean fits(Layout layout) {
        return layout.head(shapes, 1).isPresent();
    }

    @Override
    protected Optional<Layout> said(Metadata metadata) {
        return metadata.isTrue("end2end") ? Optional.of(Layout.YOLO_POSE_END_TO_END) : Optional.empty();
    }

    /** What the YOLO layouts are measured by. */
    @Override
    protected String measure() {
        Hints hints = shapes.hints();
        return " (with " + hints.points() + " points of " + hints.dimensions() + " numbers and "
                + hints.classes().size() + (hints.classes().size() == 1 ? " class)" : " classes)");
    }
}
