package dev.osprey.pose;

import dev.osprey.toolkit.ModelShapes;
import dev.osprey.toolkit.TensorShape;
import dev.osprey.toolkit.decode.PointHead;
import dev.osprey.toolkit.decode.SimccHead;
import java.util.List;
import java.util.Optional;

/** Finds the outputs of a SimCC head: by their names, else by the sides of the input, if these differ. */
final class SimccShapes {
    private SimccShapes() {}

    static Optional<PointHead> head(ModelShapes shapes) {
        List<TensorShape> outputs = shapes.outputs();
        if (outputs.size() != 2 || !outputs.stream().allMatch(SimccShapes::isLines)) {
            return Optional.empty();
        }
        int x = outputs.get(0).name().equals("simcc_y") || outputs.get(1).name().equals("simcc_x") ? 1 : 0;
        TensorShape columns = outputs.get(x);
        TensorShape rows = outputs.get(1 - x);
        int width = shapes.pixels().width();
        int height = shapes.pixels().height();
        boolean sameScale = columns.dimension(2) * height == rows.dimension(2) * width;
        if (!sameScale || columns.dimension(2) < width || columns.dimension(1) != rows.dimension(1)) {
            return Optional.empty();
        }
        return Optional.of(new SimccHead(
                Math.toIntExact(columns.dimension(1)),
                x,
                1 - x,
                Math.toIntExact(columns.dimension(2)),
                Math.toIntExact(rows.dimension(2)),
                width,
                height));
    }

    private static boolean isLines(TensorShape shape) {
        return shape.rank() == 3 && shape.dimension(0) == 1;
    }
}
