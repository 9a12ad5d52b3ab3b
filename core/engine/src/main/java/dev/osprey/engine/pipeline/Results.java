package dev.osprey.engine.pipeline;

import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.Optional;
import java.util.Set;

/** What the engine asks of results of any kind. */
public final class Results {
    /** The kinds that have a region on which another stage can stand. */
    public static final Set<String> KINDS_WITH_REGION =
            Set.of(Result.Detection.KIND, Result.Mask.KIND, Result.TextRegion.KIND, Result.Keypoints.KIND);

    private Results() {}

    /** 0..1; 1 for a result that has none. */
    public static double score(Result result) {
        if (result instanceof Result.Scored scored) {
            return scored.score();
        }
        if (result instanceof Result.TextRegion text) {
            return text.score();
        }
        return result instanceof Result.Caption caption ? caption.score() : 1;
    }

    /** Where the result lies; empty for one that speaks of the whole picture, or that has no area. */
    public static Optional<Region> region(Result result) {
        Region region = null;
        if (result instanceof Result.Detection detection) {
            region = Region.of(detection.box());
        } else if (result instanceof Result.Mask mask) {
            region = Region.of(mask.box());
        } else if (result instanceof Result.TextRegion text) {
            region = text.region();
        } else if (result instanceof Result.Keypoints keypoints) {
            region = around(keypoints);
        }
        return region == null || !(region.width() > 0 && region.height() > 0) ? Optional.empty() : Optional.of(region);
    }

    /** Whether the result says that something is there: all but a gauge's reading do. */
    public static boolean isFind(Result result) {
        return !(result instanceof Result.Value);
    }

    private static Region around(Result.Keypoints keypoints) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Result.Keypoint point : keypoints.points()) {
            left = Math.min(left, point.x());
            top = Math.min(top, point.y());
            right = Math.max(right, point.x());
            bottom = Math.max(bottom, point.y());
        }
        boolean none = keypoints.points().isEmpty();
        return Region.of(none ? new Box(0, 0, 0, 0) : Box.ofCorners(left, top, right, bottom));
    }
}
