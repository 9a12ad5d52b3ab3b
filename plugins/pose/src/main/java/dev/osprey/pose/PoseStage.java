package dev.osprey.pose;

import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Point;
import dev.osprey.spi.Read;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.toolkit.OnnxModel;
import dev.osprey.toolkit.OnnxStage;
import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.PointHead;
import dev.osprey.toolkit.decode.PointSet;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Named points of the people in a picture, or of the one person that an earlier stage has found, in source pixels. */
final class PoseStage extends OnnxStage {
    private final PointHead head;
    private final List<String> labels;
    private final List<String> names;
    private final Framing framing;
    private final double margin;
    private final boolean follows;
    private final double bar;

    /**
     * @param labels of the model's classes
     * @param names of the points
     * @param config its margin and follow count here
     */
    PoseStage(
            OnnxModel model,
            PixelSpec pixels,
            Layout layout,
            PointHead head,
            List<String> labels,
            List<String> names,
            PoseConfig config)
            throws StageException {
        super(
                model,
                pixels,
                StageSpec.of(Result.Keypoints.KIND)
                        .withLabels(labels)
                        .withDefaultScore(layout.defaultScore())
                        .withReads(Read.of(Read.Part.ANY, pixels)));
        this.head = head;
        this.labels = List.copyOf(labels);
        this.names = List.copyOf(names);
        this.framing = layout.framing();
        this.margin = config.margin();
        this.follows = config.follow() && framing.isOfOne();
        this.bar = layout.defaultScore();
    }

    private Follower follower(Input input) {
        return input.memory(() -> new Follower(bar));
    }

    @Override
    protected Region regionOf(Input input) {
        if (follows && isWhole(input)) {
            return follower(input).regionIn(input.frame());
        }
        return input.parent().isPresent()
                ? framing.around(input.region(), (double) pixels().width() / pixels().height(), margin)
                : input.region();
    }

    @Override
    protected List<Result> decode(Tensors outputs, Mapping mapping, Input input) {
        List<FloatBuffer> data = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            Tensor output = outputs.get(i);
            data.add(output.data());
        }
        List<Result> results = new ArrayList<>();
        for (PointSet set : head.decode(data)) {
            if (set.classIndex() < labels.size() && set.isSound()) {
                Result.Keypoints found =
                        new Result.Keypoints(labels.get(set.classIndex()), set.score(), named(set, mapping));
                results.add(found);
                if (follows && isWhole(input)) {
                    follower(input).found(input.frame(), found);
                }
            }
        }
        return results;
    }

    private static boolean isWhole(Input input) {
        return input.parent().isEmpty() && input.region().equals(Region.of(input.frame()));
    }

    private List<Result.Keypoint> named(PointSet set, Mapping mapping) {
        List<Result.Keypoint> points = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            PointSet.Joint joint = set.joints().get(i);
            Point at = mapping.toSource(joint.x(), joint.y());
            points.add(new Result.Keypoint(names.get(i), at.x(), at.y(), joint.score()));
        }
        return points;
    }
}
