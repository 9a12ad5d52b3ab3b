package dev.osprey.detect;

import dev.osprey.toolkit.TensorShape;
import java.util.List;
import java.util.Optional;

/** Finds NanoDet's outputs by their shapes: exporters name them 758 or Identity_3, and give them in any order. */
final class NanoDetShapes {
    private static final int SIDES = 4 * NanoDetDecoder.BINS;

    private NanoDetShapes() {}

    static Optional<Decoder> decoder(List<TensorShape> outputs, Grid grid) {
        if (outputs.size() != 2 * grid.maps()) {
            return Optional.empty();
        }
        int[] scores = new int[grid.maps()];
        int[] sides = new int[grid.maps()];
        long classes = 0;
        for (int map = 0; map < grid.maps(); map++) {
            scores[map] = find(outputs, grid.cells(map), false);
            sides[map] = find(outputs, grid.cells(map), true);
            if (scores[map] < 0 || sides[map] < 0) {
                return Optional.empty();
            }
            long here = outputs.get(scores[map]).dimension(-1);
            if (map > 0 && here != classes) {
                return Optional.empty();
            }
            classes = here;
        }
        return Optional.of(new NanoDetDecoder(Math.toIntExact(classes), grid, scores, sides));
    }

    /** The index of the output [cells, 44] or [cells, another number], perhaps with a 1 before; -1 if there is none. */
    private static int find(List<TensorShape> outputs, int cells, boolean forSides) {
        for (int i = 0; i < outputs.size(); i++) {
            TensorShape shape = outputs.get(i);
            boolean flat = shape.rank() == 2 || (shape.rank() == 3 && shape.dimension(0) == 1);
            if (flat && shape.dimension(-2) == cells && (shape.dimension(-1) == SIDES) == forSides) {
                return i;
            }
        }
        return -1;
    }
}
