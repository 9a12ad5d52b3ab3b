package dev.osprey.pose;

import dev.osprey.toolkit.Metadata;
import dev.osprey.toolkit.ProbedModel;
import dev.osprey.toolkit.Recognition;
import java.util.List;
import java.util.Optional;

/** Finds the layout of a pose model by the shapes of its outputs and the number of points. */
final class PoseRecognition extends Recognition<Layout> {
    private final Hints hints;

    /** @param hints what somebody says of the points */
    PoseRecognition(ProbedModel probed, Hints hints) {
        super(probed, "pose", "pose model", List.of(Layout.values()));
        this.hints = hints;
    }

    @Override
    protected boolean fits(Layout layout) {
        return layout.head(probed().shapes(), hints, 1).isPresent();
    }

    @Override
    protected Optional<Layout> said(Metadata metadata) {
        return metadata.isTrue("end2end") ? Optional.of(Layout.YOLO_POSE_END_TO_END) : Optional.empty();
    }

    /** What the YOLO layouts are measured by. */
    @Override
    protected String measure() {
        return " (with " + hints.points() + " points of " + hints.dimensions() + " numbers and "
                + hints.classes().size() + (hints.classes().size() == 1 ? " class)" : " classes)");
    }
}
