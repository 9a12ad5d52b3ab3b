package com.example.samplemodel;

import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageContext;
import dev.osprey.spi.StageException;
import dev.osprey.spi.StageSpec;
import dev.osprey.toolkit.OnnxStage;
import dev.osprey.toolkit.Preprocessing;
import dev.osprey.toolkit.Tensor;
import dev.osprey.toolkit.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of the model {@code sample-model}, made results. How pictures are prepared for it stands in
 * {@code models/sample-model.json}. What it takes and gives:
 *
 * <pre>
 * takes pixels float32[?,3,32,32]
 * gives colours float32[?,3]
 * </pre>
 */
final class SampleModelStage extends OnnxStage {
    SampleModelStage(String model, StageContext context) throws StageException {
        super(context, model, Preprocessing.OPEN, StageSpec.of(Result.Value.KIND));
    }

    /** To be replaced: until then, the largest element of each output. */
    @Override
    protected List<Result> decode(Tensors outputs, Mapping mapping, Input input) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor output = outputs.get(i);
            float most = Float.NEGATIVE_INFINITY;
            for (int at = 0; at < output.size(); at++) {
                most = Math.max(most, output.get(at));
            }
            if (Float.isFinite(most)) {
                results.add(new Result.Value(output.name(), most, ""));
            }
        }
        return results;
    }
}
