package dev.osprey.testkit;

import dev.osprey.spi.Box;
import dev.osprey.spi.Output;
import dev.osprey.spi.Point;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import java.util.List;

/** Moves results, as if their picture were part of a larger one. */
final class Shift {
    private final double dx;
    private final double dy;

    private Shift(double dx, double dy) {
        this.dx = dx;
        this.dy = dy;
    }

    static List<Output> by(double dx, double dy, List<Output> outputs) {
        Shift shift = new Shift(dx, dy);
        return outputs.stream()
                .map(output ->
                        Output.of(output.results().stream().map(shift::moved).toList()))
                .toList();
    }

    private Result moved(Result result) {
        return switch (result.kind()) {
            case DETECTION -> moved((Result.Detection) result);
            case MASK -> moved((Result.Mask) result);
            case TEXT -> moved((Result.TextRegion) result);
            case KEYPOINTS -> moved((Result.Keypoints) result);
            case IMAGE -> moved((Result.Image) result);
            case CLASSIFICATION, CAPTION, VALUE, ATTRIBUTES -> result;
        };
    }

    private Result moved(Result.Detection d) {
        return new Result.Detection(d.label(), d.score(), moved(d.box()));
    }

    private Result moved(Result.Mask m) {
        return new Result.Mask(m.label(), m.score(), moved(m.box()), m.columns(), m.rows(), m.runs());
    }

    private Result moved(Result.TextRegion t) {
        return new Result.TextRegion(t.text(), t.score(), moved(t.region()));
    }

    private Result moved(Result.Keypoints k) {
        return new Result.Keypoints(
                k.label(), k.score(), k.points().stream().map(this::moved).toList());
    }

    private Result moved(Result.Image i) {
        return ImagePixels.moved(i, moved(i.region()));
    }

    private Result.Keypoint moved(Result.Keypoint point) {
        return new Result.Keypoint(point.name(), point.x() + dx, point.y() + dy, point.score());
    }

    private Box moved(Box box) {
        return new Box(box.x() + dx, box.y() + dy, box.width(), box.height());
    }

    private Region moved(Region region) {
        return new Region(
                moved(region.topLeft()),
                moved(region.topRight()),
                moved(region.bottomRight()),
                moved(region.bottomLeft()));
    }

    private Point moved(Point point) {
        return new Point(point.x() + dx, point.y() + dy);
    }
}
