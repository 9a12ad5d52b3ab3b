package dev.osprey.engine.pipeline;

import dev.osprey.spi.Box;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.Optional;

/** What the engine asks of results of any kind. */
public final class Results {
    private Results() {}

    /** Whether results of a kind have a region on which another stage can stand. */
    public static boolean hasRegion(Result.Kind kind) {
        return switch (kind) {
            case DETECTION, MASK, TEXT, KEYPOINTS, IMAGE -> true;
            case CLASSIFICATION, CAPTION, VALUE, ATTRIBUTES -> false;
        };
    }

    /** 0..1; 1 for a result that has none. */
    public static double score(Result result) {
        return switch (result.kind()) {
            case CLASSIFICATION, DETECTION, MASK, KEYPOINTS -> ((Result.Scored) result).score();
            case TEXT -> ((Result.TextRegion) result).score();
            case CAPTION -> ((Result.Caption) result).score();
            case IMAGE, VALUE, ATTRIBUTES -> 1;
        };
    }

    /** Where the result lies; empty for one that speaks of the whole picture, or that has no area. */
    public static Optional<Region> region(Result result) {
        Optional<Region> region =
                switch (result.kind()) {
                    case DETECTION -> Optional.of(Region.of(((Result.Detection) result).box()));
                    case MASK -> Optional.of(Region.of(((Result.Mask) result).box()));
                    case TEXT -> Optional.of(((Result.TextRegion) result).region());
                    case KEYPOINTS -> Optional.of(around((Result.Keypoints) result));
                    case IMAGE -> Optional.of(((Result.Image) result).region());
                    case CLASSIFICATION, CAPTION, VALUE, ATTRIBUTES -> Optional.empty();
                };
        return region.filter(found -> found.width() > 0 && found.height() > 0);
    }

    /** Whether the result says that something is there: all but a gauge's reading do. */
    public static boolean isFind(Result result) {
        return switch (result.kind()) {
            case CLASSIFICATION, DETECTION, MASK, TEXT, KEYPOINTS, CAPTION, IMAGE, ATTRIBUTES -> true;
            case VALUE -> false;
        };
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
