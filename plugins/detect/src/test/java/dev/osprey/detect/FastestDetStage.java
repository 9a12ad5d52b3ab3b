package dev.osprey.detect;

import dev.osprey.spi.Box;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.toolkit.OnnxStage;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import dev.osprey.toolkit.decode.Nms;
import dev.osprey.toolkit.decode.TopK;
import java.util.ArrayList;
import java.util.List;

/** A layout that no preset covers, as the author of a plugin writes it: one map [1,85,22,22]. */
final class FastestDetStage extends OnnxStage {
    private static final int CELLS = 22 * 22;

    FastestDetStage(StageContext context, String model) throws StageException {
        super(
                context,
                model,
                Preprocessing.OPEN.withOrder(PixelSpec.Order.BGR),
                StageSpec.of(Result.Kind.DETECTION).withLabels(Coco.NAMES).withDefaultScore(0.4));
    }

    @Override
    protected List<Result> decode(Tensors outputs, Mapping mapping, Input input) {
        Tensor map = outputs.get(0);
        TopK best = new TopK(1000, 0.01f);
        for (int cell = 0; cell < CELLS; cell++) {
            int label = 0;
            for (int other = 1; other < 80; other++) {
                if (map.get((5 + other) * CELLS + cell) > map.get((5 + label) * CELLS + cell)) {
                    label = other;
                }
            }
            double score = Math.pow(map.get(cell), 0.6) * Math.pow(map.get((5 + label) * CELLS + cell), 0.4);
            best.offer((float) score, label * CELLS + cell);
        }
        best.sort();
        Nms nms = new Nms(0.6, 300);
        List<Result> results = new ArrayList<>();
        for (int rank = 0; rank < best.size(); rank++) {
            int cell = best.indexAt(rank) % CELLS;
            int label = best.indexAt(rank) / CELLS;
            double x = (cell % 22 + Math.tanh(map.get(CELLS + cell))) * 16;
            double y = (Math.floorDiv(cell, 22) + Math.tanh(map.get(2 * CELLS + cell))) * 16;
            Box box = Box.ofCentre(
                    x, y, sigmoid(map.get(3 * CELLS + cell)) * 352, sigmoid(map.get(4 * CELLS + cell)) * 352);
            if (nms.keep((float) box.x(), (float) box.y(), (float) box.right(), (float) box.bottom(), label)) {
                results.add(new Result.Detection(
                        Coco.NAMES.get(label),
                        best.scoreAt(rank),
                        mapping.toSource(box).bounds()));
            }
        }
        return results;
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
